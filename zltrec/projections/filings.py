"""Filings as rows: the catalogue of what is owed, and what was filed, is owed, was missed."""

from __future__ import annotations

from collections.abc import Iterator

from zltrec.errors import BadUsage
from zltrec.procedure.duty import MET, OPEN, Duty
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import request_clock
from zltrec.procedure.filings import is_of_items
from zltrec.procedure.owed import Item
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.world import World
from zltrec.projections.rows import Row
from zltrec.projections.worlds import Worlds

CATALOGUE = (
    "catalogue",
    "id",
    "office",
    "item",
    "frequency",
    "source",
    "note",
    "every",
    "by",
    "section",
    "line",
)
"""What is said of an item of a catalogue."""
COLUMNS = (
    "catalogue",
    "id",
    "office",
    "item",
    "period",
    "due_on",
    "submitted_on",
    "status",
    "provisional",
    "state",
    "number",
    "frequency",
    "section",
)
"""What is said of a filing."""


def catalogue_rows(
    worlds: Worlds, procedure: str | None, office: str | None = None
) -> Iterator[Row]:
    """The items of each catalogue in the order of the document; not what is only held.

    `every` are the periods for which clocks ask for it, `by` how else it is filed.
    """
    for edition in _catalogues(worlds, procedure):
        for item, clocks in edition.filings.catalogue():
            owner = item.office or next((one.office for one in clocks if one.office), "")
            if office in (None, owner):
                section = item.section or next((one.section for one in clocks if one.section), "")
                yield {
                    "catalogue": edition.id,
                    "id": item.id,
                    "office": owner,
                    "item": item.label or next((one.label for one in clocks if one.label), ""),
                    "frequency": item.frequency,
                    "source": f"{edition.definition.source} {section}".rstrip(),
                    "note": item.note or None,
                    "every": [one.every for one in clocks if one.every is not None],
                    "by": item.by,
                    "section": section,
                    "line": item.line,
                }


def filing_rows(worlds: Worlds, procedure: str | None, office: str | None = None) -> list[Row]:
    """Every filing that is owed, or was made: by the day when it is due, then by the catalogue.

    One that no clock asks for has no such day: it stands on the day when it was opened.
    """
    rows: list[tuple[tuple[str, int, int], Row]] = []
    for place, edition in enumerate(_catalogues(worlds, procedure)):
        order = {id_: index for index, id_ in enumerate(edition.filings.items)}
        for row, on in _filings(worlds.world(edition.id)):
            if office in (None, row["office"]):
                rows.append(((on, place, order[row["id"]]), row))
    rows.sort(key=lambda one: one[0])
    return [row for _key, row in rows]


def _filings(world: World) -> Iterator[tuple[Row, str]]:
    """The filings of one procedure, each with the day by which it is sorted."""
    edition = world.edition
    numbers = set()
    for duty in world.duties():
        snapshot = world.find(duty.subject)
        if _is_filing(edition, duty, snapshot):
            filing = edition.filings.of(duty.subject)
            if filing is None or filing.item.id not in edition.filings.items:
                continue
            numbers.add(duty.subject)
            row = _row(edition, duty.subject, snapshot, filing.item, duty.office)
            yield (
                row
                | {
                    "item": filing.item.label or duty.what,
                    "due_on": duty.due or None,
                    "submitted_on": row["submitted_on"] or duty.met,
                    "status": duty.status(world.at),
                    "provisional": duty.provisional,
                },
                duty.due,
            )
    for snapshot in world.snapshots:
        filing = edition.filings.of(snapshot.number)
        if filing is None or snapshot.number in numbers:
            continue
        if filing.item.id in edition.filings.items:
            row = _row(edition, snapshot.number, snapshot, filing.item, filing.office)
            yield row, snapshot.opened or ""


def _is_filing(edition: Edition, duty: Duty, snapshot: Snapshot | None) -> bool:
    """Whether a duty is that of filing, and not another on the case of one."""
    if is_of_items(duty.clock):
        return duty.clock.held is None
    return snapshot is not None and request_clock(edition, snapshot) is duty.clock


def _row(edition: Edition, number: str, snapshot: Snapshot | None, item: Item, office: str) -> Row:
    steps = edition.definition.filing.submit if edition.definition.filing else ()
    taken = [] if snapshot is None else snapshot.steps
    submitted = next((step.on for step in taken if step.transition in steps), None)
    period = number.removeprefix(item.id).removeprefix("/")
    return {
        "catalogue": edition.id,
        "id": item.id,
        "office": office,
        "item": item.label,
        "period": period or None,
        "due_on": None,
        "submitted_on": submitted,
        "status": OPEN if submitted is None else MET,
        "provisional": False,
        "state": None if snapshot is None else snapshot.state,
        "number": None if snapshot is None else number,
        "frequency": item.frequency,
        "section": item.section,
    }


def _catalogues(worlds: Worlds, procedure: str | None) -> list[Edition]:
    """The procedures whose filings are listed. Raises BadUsage for one that is none of them."""
    known = [one for one in worlds.editions.values() if one.definition.filing is not None]
    if procedure is not None and procedure not in [one.id for one in known]:
        raise BadUsage(
            "{procedure} is no catalogue of filings; there are {names}",
            procedure=procedure,
            names=", ".join(one.id for one in known) or "-",
        )
    return [one for one in known if procedure in (None, one.id)]
