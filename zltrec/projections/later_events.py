"""What was recorded after a report was made, of a case, a measure, or the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zltrec.calendar.when import decode_when
from zltrec.domain.case import Case, Entry
from zltrec.domain.procedure import PREFIX
from zltrec.domain.workdays import subject_of
from zltrec.procedure.definition import Definition
from zltrec.procedure.edition import Edition
from zltrec.projections.cases import find_case, positions_of
from zltrec.projections.procedures import definitions
from zltrec.projections.projection import Reads
from zltrec.projections.reports import Reported

Row = dict[str, Any]
LATE, AMENDED, REVERSED, EDITION = "late", "amended", "reversed", "edition"
_KINDS = {
    "opened": LATE,
    "moved": LATE,
    "amended": AMENDED,
    "reversed": REVERSED,
    "edition": EDITION,
}


def later_of_case(views: Reads, number: str, report: Reported) -> Iterator[Row]:
    """The later events of a case by which its part in a report may be another: corrections,
    steps taken back that the report knew, steps of days that it covers. If there are none of
    its own, those of the cases that it refers to."""
    case = find_case(views, number)
    if case is None:
        return
    known = definitions(views)
    own = list(_events(views, case, known.get(case.procedure), report))
    yield from own
    for other in () if own else _referred(case, known.get(case.procedure)):
        beside = find_case(views, other)
        if beside is not None:
            yield from _events(views, beside, known.get(beside.procedure), report)


def later_of_entry(views: Reads, report: Reported, measure: str) -> Iterator[Row]:
    """What was entered of a measure since, with the basis as the reason."""
    for row in views.select(
        "SELECT period, basis, position FROM procedure_values"
        " WHERE procedure = ? AND measure = ? AND position > ? ORDER BY position",
        (report.procedure, measure, report.at),
    ):
        subject = PREFIX + report.procedure
        yield _event(row["position"], "entered", subject, row["period"], measure, row["basis"])


def later_rules(views: Reads, report: Reported) -> Iterator[Row]:
    """The editions, settings and calendars since."""
    queries = {
        "adopted": "SELECT position, edition AS what FROM editions"
        " WHERE procedure = ? AND position > ? ORDER BY position",
        "set": "SELECT position, name || ' = ' || value AS what FROM procedure_settings"
        " WHERE procedure = ? AND position > ? ORDER BY position",
        "calendar": "SELECT position, year AS what FROM working_years"
        " WHERE ? <> '' AND position > ? ORDER BY position",
    }
    for kind, query in queries.items():
        for row in views.select(query, (report.procedure, report.at)):
            subject = PREFIX + report.procedure
            if kind == "calendar":
                subject = subject_of(row["what"])
            yield _event(row["position"], kind, subject, None, str(row["what"]), "")


def _events(
    views: Reads, case: Case, definition: Definition | None, report: Reported
) -> Iterator[Row]:
    positions = positions_of(views, case.number)
    steps = {} if definition is None else {one.id: one.label for one in definition.transitions}
    taken: list[int] = []
    for entry in case.history:
        position = positions[entry.version]
        undone = 0
        if entry.kind in ("opened", "moved"):
            taken.append(entry.version)
        elif entry.kind == "reversed" and taken:
            undone = positions[taken.pop()]
        if position <= report.at or entry.kind not in _KINDS or not _tells(case, entry, report):
            continue
        if undone > report.at:
            continue  # a step that the report never knew
        what = steps.get(entry.transition) or entry.transition or ", ".join(entry.changed)
        on = entry.on or entry.recorded_at[: len("2022-06-03")]
        yield _event(position, _KINDS[entry.kind], case.number, on, what, entry.reason)


def _tells(case: Case, entry: Entry, report: Reported) -> bool:
    """Of a step: whether it stands, and is of a day that the report covers."""
    if entry.kind not in ("opened", "moved"):
        return True
    start = decode_when(entry.on).start
    stands = entry.version in [step.version for step in case.steps]
    return stands and start is not None and start <= report.until


def _event(position: int, kind: str, subject: str, on: str | None, what: str, reason: str) -> Row:
    said = {"position": position, "kind": kind, "subject": subject}
    return said | {"on": on, "what": what, "reason": reason}


def _referred(case: Case, definition: Definition | None) -> list[str]:
    """The cases that a case refers to by its fields, and by those of its records."""
    fields = {} if definition is None else Edition(definition).fields
    held = case.snapshot().fields
    found: list[str] = []
    for name, one in fields.items():
        if one.type == "ref":
            value = held.get(name)
            found += value if isinstance(value, list) else [value] if value else []
        refs = [part.id for part in one.fields if part.type == "ref"]
        for record in held.get(name) or () if refs else ():
            found += [record[ref] for ref in refs if record.get(ref)]
    return list(dict.fromkeys(found))
