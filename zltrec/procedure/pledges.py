"""What the text leaves to be kept, decided and balanced: promises, readings, accounts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from zltrec.errors import Refused
from zltrec.procedure.cells import step_label
from zltrec.procedure.definition import Promise
from zltrec.procedure.duty import OPEN, OVERDUE, is_after
from zltrec.procedure.indicators import summary_lookup
from zltrec.procedure.values import money_text
from zltrec.procedure.world import Balance, Ticked, World

KEPT = "kept"


def promise_rows(world: World) -> list[dict[str, Any]]:
    """The promises in order, with the office, the date as printed, and how each stands.

    `kept`: whether what keeps it holds on the day asked about, or it was ticked off by
    then (`kept_on`, by `evidence` and an `approval`); None where nothing says so, or a
    number that it needs is not there. `status`: kept; overdue, past its last day and
    not known to be kept; open.
    """
    rows = []
    for one in world.edition.definition.promises:
        ticked = world.ticked.get(one.id)
        if ticked is not None and is_after(ticked.on, world.at):
            ticked = None
        kept = _is_kept(world, one) if ticked is None else True
        late = one.by is not None and is_after(world.at, one.by)
        rows.append(
            {
                "id": one.id,
                "text": one.text,
                "office": one.office,
                "printed": one.printed,
                "by": one.by,
                "status": KEPT if kept else OVERDUE if late else OPEN,
                "kept": kept,
                "kept_on": None if ticked is None else ticked.on,
                "evidence": None if ticked is None else _evidence(ticked),
                "approval": None if ticked is None else ticked.approval,
                "section": one.section,
                "line": one.line,
            }
        )
    return rows


def _evidence(ticked: Ticked) -> str:
    return f"{ticked.evidence} ({ticked.note})" if ticked.note else ticked.evidence


def _is_kept(world: World, promise: Promise) -> bool | None:
    if promise.kept_when is None:
        return None
    try:
        return world.edition.on_summary.compile(promise.kept_when).holds(summary_lookup(world))
    except Refused:
        return None


def reading_rows(world: World) -> list[dict[str, Any]]:
    """The printed readings that contradict each other, in order, and which of them holds.

    `readings`: id, text, section, line of each; `decided`: the id of the one that
    was decided for the whole procedure by the day asked about, else None, with
    `decided_by` (office and person), `decided_on` and the `approval`; `asked_at`: the steps
    that ask for it; `chosen`: how many cases chose each, by id, where steps ask.
    """
    rows = []
    for one in world.edition.definition.readings:
        asked = Counter(snapshot.fields.get(one.id) for snapshot in world.snapshots)
        ruling = world.rulings.get(one.id)
        later = ruling is not None and is_after(ruling.on, world.at)
        decided = None if later else world.edition.decided.get(one.id)
        ruling = None if later else ruling
        rows.append(
            {
                "id": one.id,
                "label": one.label,
                "section": one.section,
                "line": one.line,
                "readings": [
                    {"id": o.id, "text": o.text, "section": o.section, "line": o.line}
                    for o in one.options
                ],
                "decided": decided,
                "decided_by": None if ruling is None else f"{ruling.office} {ruling.officer}",
                "decided_on": None if ruling is None else ruling.on,
                "approval": None if ruling is None else ruling.approval,
                "asked_at": [step_label(world.edition, step) for step in one.at],
                "chosen": {o.id: asked[o.id] for o in one.options} if one.at else {},
            }
        )
    return rows


def account_rows(world: World) -> list[dict[str, Any]]:
    """What came in, went out and is left, by account and key: money in yuan as text, else units.

    An account without keys has its row before anything is posted.
    """
    rows = []
    for one in world.edition.definition.accounts:
        balances = {key: held for (name, key), held in world.balances.items() if name == one.id}
        if one.key is None:
            balances = {"": Balance(0, 0)} | balances
        rows += [
            {
                "account": one.id,
                "label": one.label,
                "key": key,
                "in": money_text(held.incoming) if one.money else held.incoming,
                "out": money_text(held.outgoing) if one.money else held.outgoing,
                "balance": money_text(held.held) if one.money else held.held,
                "unit": one.unit or ("元" if one.money else ""),
                "floor": money_text(one.floor) if one.money else one.floor,
            }
            for key, held in sorted(balances.items())
        ]
    return rows
