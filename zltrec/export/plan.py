"""What is exported every night: a TOML file with one table for each set of files.

[[export]]
out = "nightly"                      # a folder; from the file's own, if not absolute
ledgers = ["cases", "due"]           # all, if none is named
formats = ["csv", "xlsx", "docx"]
documents = ["chronicle"]            # of the documents (docx) these; all, if none is named
as_of = "last day of previous month" # or a day, today, yesterday, … of previous quarter, year
personal = false                     # personal values masked
releases = ["…"]                     # cases by which confidential values are in; else masked
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from zltrec.errors import BadUsage, Unreadable, ZltrecError

_PREVIOUS = "last day of previous "
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class PlannedSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One set of files: where to, of which ledgers and documents, in which formats, as of which
    day.

    Without `as_of`, as of today, undated facts included.
    """

    out: str
    ledgers: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("csv",)
    as_of: str = ""
    personal: bool = False
    releases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class _Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    export: tuple[PlannedSet, ...]


def read_plan(path: Path) -> tuple[PlannedSet, ...]:
    """The sets of a configuration file, their folders as seen from here.

    Raises Unreadable if the file cannot be read, and BadUsage for what it says wrongly.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Unreadable("{path} cannot be read: {reason}", path=path, reason=reason) from error
    import tomllib

    try:
        plan = msgspec.convert(_days_as_texts(tomllib.loads(text)), _Plan)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _wrong(path, str(error)) from error
    if not plan.export:
        raise _wrong(path, "[[export]]")
    sets = tuple(
        msgspec.structs.replace(one, out=str(path.parent / one.out)) for one in plan.export
    )
    folders = [Path(one.out).resolve() for one in sets]
    for one, folder in zip(sets, folders, strict=True):
        if folders.count(folder) > 1 or not set(folders).isdisjoint(folder.parents):
            raise BadUsage(
                "{path}: {out} is the folder of two sets, or within another's; give each its own"
                " folder",
                path=path,
                out=one.out,
            )
        if one.as_of:
            try:
                as_of_day(one.as_of, date(2022, 6, 3))
            except ZltrecError as error:
                raise BadUsage("{path}: {said}", path=path, said=error) from error
    return sets


def as_of_day(rule: str, today: date) -> date:
    """The day that a rule means on `today`. Raises BadUsage for none."""
    asked = rule.strip().lower()
    if asked.startswith(_PREVIOUS):
        length = _MONTHS.get(asked.removeprefix(_PREVIOUS))
        if length is not None:
            first = today.replace(month=(today.month - 1) // length * length + 1, day=1)
            return first - timedelta(days=1)
    from zltrec.calendar.asked import parse_day

    try:
        return parse_day(rule, today=today)
    except BadUsage as error:
        raise BadUsage(
            "{rule} is no day to export as of; write a day, today, yesterday, or"
            " last day of previous month (quarter, year)",
            rule=rule,
        ) from error


def _days_as_texts(content: Any) -> Any:
    """A day may be written as TOML's own."""
    if isinstance(content, dict):
        return {key: _days_as_texts(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_days_as_texts(value) for value in content]
    return content.isoformat() if isinstance(content, date) else content


def _wrong(path: Path, reason: str) -> BadUsage:
    return BadUsage(
        "{path} is no configuration of exports: {reason}; it has tables [[export]] with out,"
        " ledgers, documents, formats, as_of, personal, releases",
        path=path,
        reason=reason,
    )
