"""The correction of a case's values, with a reason: the last step that set one is put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zltrec.domain.case import corrected_steps
from zltrec.domain.case_events import CaseAmended
from zltrec.errors import BadUsage, Refused
from zltrec.procedure.corrections import check_correction, corrected_claims
from zltrec.records.case_desk import CaseDesk
from zltrec.records.case_values import corrected_record, field_of, value_of
from zltrec.records.cases import CaseWritten, check_begun, record_fact
from zltrec.records.work import Work

_PLACE = re.compile(r"(?P<list>\w+)\.(?P<number>[1-9]\d*)")


def amend_case(
    desk: CaseDesk, work: Work, given: str, sets: Mapping[str, str], reason: str
) -> CaseWritten:
    """Corrects values, each of a field or (`hazards.1`) of a list's record."""
    case = desk.find(given)
    check_begun(case)
    edition, snapshot = desk.edition(case.procedure), case.snapshot()
    values: dict[str, Any] = {}
    records: dict[str, dict[str, Any]] = {}
    for name, text in sets.items():
        place = _PLACE.fullmatch(name)
        listed = edition.fields.get(place["list"]) if place else None
        if place and listed is not None:
            if listed.type != "list":
                raise BadUsage("{field} is no list; correct it as {field}", field=place["list"])
            records[name] = corrected_record(desk, work, edition, snapshot, place, text)
        else:
            one = field_of(edition, name)
            if one.type == "list":
                raise BadUsage(
                    "{field} is a list; correct one of its records, such as {field}.1", field=name
                )
            values[name] = value_of(desk, work, one, text)
    if not values and not records:
        raise BadUsage("there is nothing to correct: give --set FIELD=VALUE")
    if all(snapshot.fields.get(n) == v for n, v in values.items()) and not records:
        raise Refused("{number} says that already", number=case.number)
    evidence = desk.about(case)
    claims, releases = corrected_claims(edition, snapshot, values, evidence)
    fact = CaseAmended(
        sets=values,
        records=records,
        claims=claims,
        releases=releases,
        reason=reason,
        **work.stamp(desk.today.isoformat()),
    )
    corrected = corrected_steps(case, fact)
    names = {*values, *(place.partition(".")[0] for place in records)}
    check_correction(edition, snapshot, corrected, names, evidence)
    return record_fact(desk, work, case, fact)
