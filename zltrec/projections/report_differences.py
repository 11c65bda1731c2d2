"""What a reported form says differently now, and why: which cases, by which later events.

The same question is asked again: the same form and period, up to the same day, by
all that the log knows by now. What the period's later days brought is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from zltrec.errors import ZltrecError
from zltrec.procedure.form_sheet import KINDS
from zltrec.procedure.forms import Shown, find_form
from zltrec.procedure.periods import Period, parse_period
from zltrec.procedure.printed import Form, Line
from zltrec.procedure.tracing import Share, shares, shares_text
from zltrec.procedure.world import World
from zltrec.projections.form_rows import value_rows
from zltrec.projections.later_events import later_of_case, later_of_entry, later_rules
from zltrec.projections.procedure_rows import find_edition
from zltrec.projections.projection import Reads
from zltrec.projections.reports import Reported, reports_of
from zltrec.projections.rows import Row, Scope
from zltrec.projections.views import Views
from zltrec.projections.worlds import Worlds

DIFFERENCE_COLUMNS = ("part", "no", "label", "unit", "column", "measure", "of", "reported", "now")
WHY_COLUMNS = (
    *("case", "before", "after"),
    *("position", "kind", "subject", "on", "what", "reason"),
)
_PLACE = ("part", "no", "column", "measure")


class Asked(NamedTuple):
    """A form of a period in a world: what a report was made of, and would be made of now."""

    world: World
    form: Form
    period: Period

    @property
    def rows(self) -> list[Row]:
        """Its values."""
        return value_rows(self.world, self.form, self.period)

    def parts(self, row: Mapping[str, Any]) -> dict[str, Shown]:
        """What each case adds to a value ("": what was entered); nothing, where there is no
        such value here."""
        measures = {one.id: one for one in self.world.edition.definition.measures}
        measure = measures.get(row["measure"])
        line = self._line(row)
        if measure is None or line is None:
            return {}
        first = self.period.first if row["of"] == KINDS[0] else None
        found: dict[str, list[Share]] = {}
        for one in shares(self.world, measure, first, self.period.last, line.where):
            found.setdefault(one.case, []).append(one)
        return {case: shares_text(measure, given) for case, given in found.items()}

    def _line(self, row: Mapping[str, Any]) -> Line | None:
        for part in self.form.parts:
            for line in part.lines:
                if (part.label, line.no) == (row["part"], row["no"]):
                    return line
        return None


def asked_now(worlds: Worlds, report: Reported) -> Asked | None:
    """The form of a report as it would be made by what these worlds know, up to the same day;
    None if there is no such form any more."""
    edition = worlds.editions.get(report.procedure)
    try:
        form = None if edition is None else find_form(edition.definition, report.form)
        if form is None:
            return None
        period = parse_period(report.period, form.every)
    except ZltrecError:
        return None
    return Asked(worlds.world(report.procedure), form, period)


def differing_rows(reported: Sequence[Mapping[str, Any]], now: Sequence[Row]) -> list[Row]:
    """The values that are others now, in the form's order: `DIFFERENCE_COLUMNS`.

    A value is that of the same part, line, column and measure; `of` says which of the two.
    """
    after = _placed(now)
    before = _placed(reported)
    found = []
    for place in dict.fromkeys((*before, *after)):
        old, new = before.get(place), after.get(place)
        row = old or new or {}
        for kind in KINDS:
            was, is_ = ((one or {}).get(kind) for one in (old, new))
            if was != is_:
                said = {key: row[key] for key in DIFFERENCE_COLUMNS[:6]}
                found.append(said | {"of": kind, "reported": was, "now": is_})
    return found


def differences(views: Reads, then: Reads, report: Reported) -> list[Row]:
    """The values of a report that are others now, each with `why`: the cases (None for what was
    entered) whose part in it changed, and the later events by which it did.

    `then` are the views cut at the position of the report. An event has its `position`,
    `kind` (amended, reversed, late: a step recorded later; edition, entered, set, adopted,
    calendar), day, what it is called, and its reason.
    """
    now = asked_now(Worlds(views, report.until), report)
    before = asked_now(Worlds(then, report.until), report)
    rows = differing_rows(report.rows, [] if now is None else now.rows)
    for row in rows:
        row["why"] = list(_why(views, report, row, before, now))
    return rows


def _why(
    views: Reads, report: Reported, row: Row, before: Asked | None, now: Asked | None
) -> Iterator[Row]:
    old = {} if before is None else before.parts(row)
    new = {} if now is None else now.parts(row)
    unexplained = old == new
    for case in sorted({*old, *new}):
        was, is_ = old.get(case), new.get(case)
        if was == is_:
            continue
        if case:
            events = list(later_of_case(views, case, report))
        else:
            events = list(later_of_entry(views, report, row["measure"]))
        unexplained = unexplained or not events
        yield {"case": case or None, "before": was, "after": is_, "events": events}
    rules = list(later_rules(views, report)) if unexplained else []
    if rules:
        yield {"case": None, "before": None, "after": None, "events": rules}


def flat_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Differences for a table: a row for each event of each case."""
    for row in rows:
        said = {key: row[key] for key in DIFFERENCE_COLUMNS}
        for why in row["why"] or [dict.fromkeys(("case", "before", "after")) | {"events": []}]:
            case = {key: why[key] for key in ("case", "before", "after")}
            for event in why["events"] or [dict.fromkeys(WHY_COLUMNS[3:])]:
                yield said | case | event


def _placed(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """Values by where they stand; the same measure twice in a cell is told apart by its order."""
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        place = tuple(row[key] for key in _PLACE)
        count = 0
        while (*place, count) in found:
            count += 1
        found[*place, count] = row
    return found


REPORT_COLUMNS = (
    *("procedure", "form", "label", "period", "number", "on", "until", "at"),
    *("unmet", "reason", "actor", "differing", "position"),
)


def report_rows(views: Views, scope: Scope, procedure: str | None = None) -> Iterator[Row]:
    """The reports in the order of the log (`REPORT_COLUMNS`): which form of which period, on
    which day, up to which day and of which position its values are, the checks that were not
    met, and how many values are others by now."""
    worlds: dict[date, Worlds] = {}
    for one in reports_of(views, procedure):
        if scope.as_of is not None and one.on > scope.as_of.isoformat():
            continue
        if one.until not in worlds:
            worlds[one.until] = Worlds(views, one.until)
        form = find_form(find_edition(views, one.procedure, one.edition).definition, one.form)
        label = form.label or form.id
        if not scope.holds(f"{one.procedure} {one.form} {label} {one.period} {one.reason}"):
            continue
        now = asked_now(worlds[one.until], one)
        yield {
            "procedure": one.procedure,
            "form": one.form,
            "label": label,
            "period": one.period,
            "number": one.number,
            "on": one.on,
            "until": one.until.isoformat(),
            "at": one.at,
            "unmet": list(one.unmet),
            "reason": one.reason or None,
            "actor": one.actor,
            "differing": len(differing_rows(one.rows, [] if now is None else now.rows)),
            "position": one.position,
        }
