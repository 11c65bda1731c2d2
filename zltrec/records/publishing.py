"""The command that freezes a month of the chronicle as an issue."""

from __future__ import annotations

from datetime import date

from zltrec.calendar.when import decode_when
from zltrec.domain import issue
from zltrec.domain.chronicle import ORDER, ChronicleEntry
from zltrec.domain.issue import MonthPublished, PublishedEntry
from zltrec.records.application import Records
from zltrec.records.approvals import require_approval
from zltrec.records.authority import setting
from zltrec.records.work import Work, Written


def publish_month(records: Records, month: str, *, today: date) -> Written:
    """Publishes `YYYY-MM` as it stands. Raises Refused without the editor's approval."""
    with records.writing() as work:
        issue.check_unpublished(month, work.registers)
        approval = require_approval(
            work,
            issue.PREFIX + month,
            issue.ACTION,
            office=setting(work, "publication.office"),
            scope="",
            least_grade=setting(work, "publication.grade"),
            today=today.isoformat(),
        )
        fact = MonthPublished(
            entries=_entries(work, month), approval=approval.id, **work.stamp(today.isoformat())
        )
        return work.record(issue.PREFIX + month, 1, fact)


def _entries(work: Work, month: str) -> tuple[PublishedEntry, ...]:
    """The month's standing entries in the chronicle's order."""
    ids = issue.month_entries(month, work.registers)
    entries = [work.load_exactly(entry, ChronicleEntry) for entry in ids]
    entries.sort(
        key=lambda e: (
            decode_when(e.occurred).sort_key,
            int(work.registers.get(ORDER, f"{e.occurred}/{e.id}") or 0),
        )
    )
    return tuple(PublishedEntry(e.id, e.occurred, e.text) for e in entries)
