"""Reports of forms: made by the rules of their time, and true of what the log said then.

The first is judged with the other rules and steps. For the second the log is read on,
once for all reports, to the position that each says its values are of, and the form is
made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from zltrec.audit.findings import Findings
from zltrec.audit.known import DAMAGE, Known
from zltrec.calendar.when import decode_when
from zltrec.domain.fact import decode_fact
from zltrec.domain.report import FormReported, ReportId, check_report, parse_subject
from zltrec.errors import Refused, ZltrecError
from zltrec.progress import Progress
from zltrec.projections.form_rows import FormPage, form_page
from zltrec.projections.report_differences import differing_rows
from zltrec.projections.reports import cell_rows
from zltrec.projections.views import empty_views
from zltrec.store.sqlite import SQLiteLog

_KIND = ("report",)
_MOST_NAMED = 3


def judge_report(position: int, subject: str, fact: FormReported, known: Known) -> None:
    """Raises ZltrecError for a report that could not be made when it was."""
    id_ = parse_subject(subject)
    edition = known.edition(id_.procedure).number
    if (edition, fact.at < position) != (fact.edition, True):
        raise Refused(
            "it is by edition {edition} and of position {at}; in force was {number}",
            edition=fact.edition,
            at=fact.at,
            number=edition,
        )
    when = decode_when(fact.occurred)
    if when.precision != "day" or when.start is None:
        raise Refused("a report has a day; {on} is none", on=fact.occurred or "-")
    until = check_report(
        known.edition(id_.procedure).definition,
        id_,
        when.start,
        fact.unmet,
        fact.reason,
        known.registers,
        date.fromisoformat(known.day_of(fact.recorded_at)),
    )
    if fact.until != until.isoformat():
        raise Refused(
            "its values are said to be up to {until}, where the period gives {right}",
            until=fact.until,
            right=until.isoformat(),
        )


def check_reports(log: SQLiteLog, findings: Findings, progress: Progress) -> None:
    """A fault for each report that holds something else than the log gives at its position."""
    waiting = sorted(_reports(log), key=lambda one: one[2].at)
    if not waiting:
        return
    views = empty_views()
    try:
        for position, id_, fact in progress(waiting, len(waiting)):
            if not 0 < fact.at < position:
                continue  # its own fault says so
            try:
                views.catch_up(log, fact.at, progress)
                until = date.fromisoformat(fact.until)
                page = form_page(views, id_.procedure, id_.form, id_.period, until)
            except (*DAMAGE, sqlite3.Error) as error:
                findings.fault(
                    position,
                    "report",
                    "the report at {position} cannot be made again: {reason}",
                    position=position,
                    reason=error,
                )
                continue
            _compare(position, id_, fact, page, findings)
    finally:
        views.close()


def leave_out_reports(log: SQLiteLog, findings: Findings) -> None:
    """Says that they were not made again, if there are any."""
    if any(True for _report in _reports(log)):
        findings.leave_out("reports: only a whole verification makes them again")


def _compare(
    position: int, id_: ReportId, fact: FormReported, page: FormPage, findings: Findings
) -> None:
    reported = cell_rows(fact.cells)
    unmet = tuple(one.rule.that for one in page.faults if one.checked)
    if list(reported) == page.rows and fact.unmet == unmet:
        return
    wrong = differing_rows(reported, page.rows)
    lines = "; ".join(
        f"{one['no']} {one['column']} {one['of']}: {one['reported']} ({one['now']})"
        for one in wrong[:_MOST_NAMED]
    )
    findings.fault(
        position,
        "report",
        "the report of {form} for {period} at {position} holds something else than the log gave"
        " at {at}: {count} values ({lines})",
        form=id_.form,
        period=id_.period,
        position=position,
        at=fact.at,
        count=len(wrong),
        lines=lines or "—",
    )


def _reports(log: SQLiteLog) -> Iterator[tuple[int, ReportId, FormReported]]:
    """The reports that can be read; of the others their own faults are named."""
    for position, subject, _version, topic, state in log.rows_of(_KIND):
        try:
            fact = decode_fact(topic, state)
            if isinstance(fact, FormReported):
                yield position, parse_subject(subject), fact
        except ZltrecError:
            continue
