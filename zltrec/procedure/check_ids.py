"""The checks of ids, and of the procedure's own keys.

An id that conditions name is an ASCII identifier; one that only people and
commands name may have hyphens.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from typing import Any

from zltrec.errors import CheckFailed
from zltrec.procedure.filings import has_filings
from zltrec.procedure.ids import file_name
from zltrec.procedure.lines import Path
from zltrec.procedure.survey import IDENTIFIER, RESERVED, ROOTS, Survey, within

_HYPHENED = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*", re.ASCII)
_NAMED = (
    "figures",
    "states",
    "transitions",
    "tables",
    "measures",
    "indicators",
    "accounts",
    "readings",
)
_SPOKEN = ("clocks", "ledgers", "forms", "promises")
_NO_LEDGER = re.compile("_|sqlite_", re.IGNORECASE)  # how tables begin that are no ledger's
_SERIES = {"year": 2022, "month": 6, "n": 1}
_WIDTH = re.compile(r"0?\d?d?")


def check_ids(survey: Survey) -> None:
    """Ids of every kind, and the keys of the procedure itself."""
    _check_head(survey)
    for kind in _NAMED:
        _check_kind(survey, survey.parts(kind), IDENTIFIER)
    for kind in _SPOKEN:
        _check_kind(survey, survey.parts(kind), _HYPHENED)
    # A reading that a step asks for is answered like a field, so they share their ids.
    asked = [(path, one) for path, one in survey.parts("readings") if one.at]
    _check_kind(survey, [*survey.parts("fields"), *asked], IDENTIFIER)
    roots = {*ROOTS, "filing"} if has_filings(survey.definition) else ROOTS
    for path, field in [*survey.parts("fields"), *asked]:
        if field.id in RESERVED or (getattr(field, "type", "") == "ref" and field.id in roots):
            survey.add(
                (*path, "id"),
                CheckFailed(
                    "{id} is a word of the conditions; give the field another id", id=field.id
                ),
            )
    # What an office sets, it names by its id alone.
    figures = [(path, one) for path, one in survey.parts("figures") if one.setting]
    decided = [(path, one) for path, one in survey.parts("readings") if not one.at]
    _check_kind(survey, [*figures, *decided], IDENTIFIER)
    for path, field in survey.parts("fields"):
        _check_kind(survey, within(path, "fields", field.fields), IDENTIFIER)
    for path, ledger in survey.parts("ledgers"):
        if _NO_LEDGER.match(ledger.id):
            survey.add(
                (*path, "id"),
                CheckFailed(
                    "{id} is no id of a ledger: none begins with _ or sqlite_", id=ledger.id
                ),
            )
        _check_kind(survey, within(path, "columns", ledger.columns), _HYPHENED)
    for path, reading in survey.parts("readings"):
        _check_kind(survey, within(path, "options", reading.options), _HYPHENED)


def _check_kind(
    survey: Survey, parts: Iterable[tuple[Path, Any]], pattern: re.Pattern[str]
) -> None:
    """That each id is well formed and that no two parts have the same; nor, where commands and
    files name them, two that a file system would confuse."""
    lines: dict[str, int] = {}
    for path, part in parts:
        place = (*path, "id")
        name = file_name(part.id) if pattern is _HYPHENED else part.id
        if not pattern.fullmatch(part.id):
            survey.add(place, _malformed(part.id, pattern))
        elif name in lines:
            survey.add(
                place,
                CheckFailed(
                    "{id} stands on line {line} already; give one of them another id",
                    id=part.id,
                    line=lines[name],
                ),
            )
        lines.setdefault(name, survey.source.line_of(place))


def _malformed(id_: str, pattern: re.Pattern[str]) -> CheckFailed:
    if pattern is IDENTIFIER:
        return CheckFailed(
            "{id} is no id here: it is of ASCII letters, digits and _, a letter first", id=id_
        )
    return CheckFailed("{id} is no id: it is of ASCII letters, digits, _ and -", id=id_)


def _check_head(survey: Survey) -> None:
    definition = survey.definition
    if not _HYPHENED.fullmatch(definition.id):
        survey.add(("id",), _malformed(definition.id, _HYPHENED))
    for key in ("title", "source", "office"):
        if not getattr(definition, key).strip():
            survey.add((key,), CheckFailed("{key} is empty; give the procedure one", key=key))
    if definition.edition < 1:
        survey.add(
            ("edition",),
            CheckFailed("the first edition is 1, not {edition}", edition=definition.edition),
        )
    if not _is_series(definition.series):
        survey.add(
            ("series",),
            CheckFailed(
                "{series} gives no numbers; a series is such as AB-{{year}}-{{n:04}}: with {{n}}, "
                "and of {{year}} and {{month}} what is wanted",
                series=definition.series,
            ),
        )


def _is_series(series: str) -> bool:
    try:
        parts = list(string.Formatter().parse(series))
    except ValueError:
        return False
    used = [
        (name, spec or "", conversion)
        for _text, name, spec, conversion in parts
        if name is not None
    ]
    return any(name == "n" for name, _spec, _conversion in used) and all(
        name in _SERIES and _WIDTH.fullmatch(spec) and not conversion
        for name, spec, conversion in used
    )
