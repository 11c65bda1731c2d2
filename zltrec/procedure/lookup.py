"""What the names in a condition mean for one case: its values, figures, decision tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from datetime import UTC, date, datetime
from typing import Any

from zltrec.calendar.when import decode_when
from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.case_clocks import last_due
from zltrec.procedure.definition import Field, Row, Table
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import filing_value
from zltrec.procedure.names import ADDED, FILING_TYPES, OTHER_TYPES
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.terms import day_of
from zltrec.procedure.values import condition_value

Others = Callable[[str, str], tuple[Edition, Snapshot] | None]
"""The case of a number, with its procedure's edition, as `ref` fields name it; None: none.

Told with the procedure that the field names: a filing of it that nobody opened
yet is a case without a step.
"""


def no_others(_number: str, _procedure: str) -> None:
    """Knows no other case."""
    return


def moment(kept: str) -> datetime:
    """The first moment of a day or minute as it is kept."""
    when = decode_when(kept)
    assert when.start is not None
    return datetime.fromisoformat(f"{when.start}T{when.minute or '00:00'}").replace(tzinfo=UTC)


def results_of(row: Row) -> tuple[str, ...]:
    """The results of a row; most have one."""
    return (row.result,) if isinstance(row.result, str) else row.result


class CaseLookup:
    """The values of the names that a condition on a case may use.

    `on` is the day (or minute) that is asked about, `step` the transition
    being taken, `item` the record of a list, if one is meant, with the day (or minute) of the
    step by which it came in.
    """

    def __init__(
        self,
        edition: Edition,
        snapshot: Snapshot,
        on: str | date,
        *,
        step: str = "",
        others: Others = no_others,
        calendar: WorkingCalendar | None = None,
        item: tuple[str, Mapping[str, Any], str | date] | None = None,
    ) -> None:
        self.edition = edition
        self.snapshot = snapshot
        self.on = on
        self.step = step
        self._others = others
        self._calendar = calendar or WorkingCalendar({})
        self._item = item
        self._hits: dict[str, list[Row]] = {}

    def of_record(self, list_id: str, record: Mapping[str, Any]) -> CaseLookup:
        """The same, with one record that the step appends to a list: what `item.FIELD` is."""
        found = copy(self)
        found._item = (list_id, record, self.on)
        return found

    def __call__(self, name: str) -> Any:
        """The value of a name; None where it has none."""
        if name in self.edition.fields:
            return self._of_field(self.edition.fields[name])
        head, _dot, rest = name.partition(".")
        if head == "figures":
            return self.edition.figures[rest]
        if head == "tables":
            return self.table(rest)
        if head == "readings":
            return self.edition.decided.get(rest, "")
        if head == "due":
            return self._due(rest)
        if head == "item" and self._item is not None:
            list_id, record, added = self._item
            fields = {one.id: one for one in self.edition.parts_of(list_id)}
            if rest == ADDED and rest not in fields:
                return added if isinstance(added, date) else moment(added)
            return condition_value(fields[rest], record.get(rest))
        if head == "filing" and head not in self.edition.fields:
            return self._of_filing(self.edition, self.snapshot, rest)
        if rest:
            return self._of_other(head, rest)
        return self._own(name)

    def _of_field(self, field: Field) -> Any:
        kept = self.snapshot.fields.get(field.id)
        if field.type == "ref" and field.many and kept is not None:
            return [self._as_record(number, field.procedure or "") for number in kept]
        return condition_value(field, kept)

    def _as_record(self, number: str, procedure: str) -> dict[str, Any]:
        """Another case as one of several: its number, state, steps taken, and its fields."""
        found = self._others(number, procedure)
        if found is None:
            return {"number": number}
        edition, snapshot = found
        names = (*OTHER_TYPES, *(one.id for one in edition.definition.fields))
        record = {name: _of_case(edition, snapshot, name) for name in names}
        if edition.filings.of(number) is not None:
            said = {name: self._of_filing(edition, snapshot, name) for name in FILING_TYPES}
            record["filing"] = said
        return record

    def _of_filing(self, edition: Edition, snapshot: Snapshot, name: str) -> Any:
        at = self.on if isinstance(self.on, str) else self.on.isoformat()
        said = filing_value(edition, snapshot, name, self._calendar, at)
        return moment(said) if name == "due" and said is not None else said

    def _own(self, name: str) -> Any:
        snapshot = self.snapshot
        if name == "given":
            return list(snapshot.fields)
        if name == "files":
            return snapshot.files
        if name in OTHER_TYPES:
            return _of_case(self.edition, snapshot, name)
        if name == "step":
            return self.step
        if name in ("on", "on_month"):
            day = self.on if isinstance(self.on, date) else day_of(self.on)
            return day if name == "on" else day.strftime("%Y-%m")
        if name == "opened":
            return None if snapshot.opened is None else day_of(snapshot.opened)
        return None

    def _due(self, clock: str) -> date | None:
        due = last_due(self.edition, self.edition.clocks[clock], self.snapshot, self._calendar)
        return None if due is None else moment(due)

    def _of_other(self, ref: str, name: str) -> Any:
        number = self.snapshot.fields.get(ref)
        procedure = self.edition.fields[ref].procedure or ""
        found = None if number is None else self._others(number, procedure)
        head, _dot, rest = name.partition(".")
        if found is not None and rest:
            return self._of_filing(*found, rest)
        return None if found is None else _of_case(*found, head)

    def table(self, table_id: str) -> Any:
        """What a decision table says: a result, or for `all` the list of results."""
        table = self.edition.tables[table_id]
        rows = self.hits(table_id)
        if table.hit == "all":
            return list(dict.fromkeys(one for row in rows for one in results_of(row)))
        return results_of(rows[0])[0] if rows else table.default

    def hits(self, table_id: str) -> list[Row]:
        """The rows that give the table's result: all that are hit, the first, or the highest."""
        if table_id not in self._hits:
            table = self.edition.tables[table_id]
            hit = [row for row in table.rows if self._is_hit(table, row)]
            if table.hit == "first":
                hit = hit[:1]
            elif table.hit == "highest" and hit:
                hit = [row for row in hit if row.result == hit[0].result]
            self._hits[table_id] = hit
        return self._hits[table_id]

    def _is_hit(self, table: Table, row: Row) -> bool:
        """Whether a row is hit; one whose condition lacks a value, or has none, is not."""
        if row.declared is not None and f"{table.id}:{row.declared}" in self.snapshot.declared:
            return True
        if row.when is None:
            return False
        try:
            return self.edition.condition(row.when).holds(self)
        except Refused:
            return False


def _of_case(edition: Edition, snapshot: Snapshot, name: str) -> Any:
    """What a condition may know of any case: its state, number, steps taken, a field's value."""
    if name == "taken":
        return {one: day_of(on) for one, on in snapshot.taken.items()}
    if name in OTHER_TYPES:
        return getattr(snapshot, name)
    field = edition.fields.get(name)
    return None if field is None else condition_value(field, snapshot.fields.get(name))
