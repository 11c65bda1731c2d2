"""Commands on filings: a friendlier face of the commands on their cases.

A filing is named by its item and period; which step it takes, the procedure says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zltrec.domain.case import NUMBER
from zltrec.errors import BadUsage, Refused
from zltrec.procedure.decide import possible_steps
from zltrec.procedure.edition import Edition
from zltrec.procedure.filings import COUNTED, is_count
from zltrec.procedure.owed import FilingSteps, Item
from zltrec.procedure.source import nearest
from zltrec.records.case_desk import CaseDesk
from zltrec.records.case_numbers import next_count
from zltrec.records.cases import CaseWritten, Request, move_case, open_case
from zltrec.records.work import Work


@dataclass(frozen=True)
class FilingNamed:
    """A filing as a person names it; `procedure`: only where items of several have that id.

    Without a period, of what is counted (`R-1`, `N-1`) the next is meant; else the item
    is owed once.
    """

    item: str
    period: str | None = None
    procedure: str | None = None


def request_filing(desk: CaseDesk, work: Work, named: FilingNamed, request: Request) -> CaseWritten:
    """Asks for what an item files when it is asked for. Raises as `open_case` does."""
    edition, item, steps = _found(desk, named)
    if item.by != "request":
        raise Refused("{item} is not filed when it is asked for", item=item.id)
    if named.period is not None:
        raise BadUsage("a request is given its number; leave out {period}", period=named.period)
    number = next_count(edition, item, "request", work)
    return _open(desk, work, edition, number, steps.request, request, "request")


def submit_filing(desk: CaseDesk, work: Work, named: FilingNamed, request: Request) -> CaseWritten:
    """Files what is owed for a period, was asked for, or is new. Raises as `open_case` and
    `move_case` do."""
    edition, item, steps = _found(desk, named)
    if named.period is None and item.by == "new":
        number = next_count(edition, item, "new", work)
    else:
        number = _number(item, named)
    if _is_open(desk, number):
        return _move(desk, work, edition, number, steps.submit, request, "submit")
    period = number.rpartition("/")[2]
    if is_count(period) and period.startswith(COUNTED["request"]):
        raise Refused(
            "{number} was not asked for; `filing request {item}` does", number=number, item=item.id
        )
    return _open(desk, work, edition, number, steps.submit, request, "submit")


def assess_filing(desk: CaseDesk, work: Work, named: FilingNamed, request: Request) -> CaseWritten:
    """Assesses what was filed. Raises as `move_case` does."""
    edition, item, steps = _found(desk, named)
    number = _filed(desk, item, named)
    return _move(desk, work, edition, number, steps.assess, request, "assess")


def move_filing(desk: CaseDesk, work: Work, named: FilingNamed, request: Request) -> CaseWritten:
    """Takes any other step with a filing, also one that opens its case before anything is filed.
    Raises as `move_case` and `open_case` do."""
    edition, item, steps = _found(desk, named)
    number = _number(item, named)
    if not _is_open(desk, number) and _opens(edition, steps, request.transition):
        return open_case(desk, work, edition.id, number, request)
    return move_case(desk, work, _filed(desk, item, named), request)


def _opens(edition: Edition, steps: FilingSteps, transition: str | None) -> bool:
    """Whether a step opens a case, and is not one of those that have commands of their own."""
    own = (*steps.request, *steps.submit)
    return transition in possible_steps(edition, "") and transition not in own


def _found(desk: CaseDesk, named: FilingNamed) -> tuple[Edition, Item, FilingSteps]:
    """The item, with its procedure. Raises Refused if there is none, or if there are several."""
    known = desk.catalogues()
    if named.procedure is not None and named.procedure not in known:
        raise BadUsage(
            "{procedure} is no catalogue of filings; there are {names}",
            procedure=named.procedure,
            names=", ".join(known) or "-",
        )
    found = [
        (edition, edition.filings.items[named.item])
        for name, edition in known.items()
        if named.procedure in (None, name) and named.item in edition.filings.items
    ]
    if not found:
        meant = nearest(named.item, [id_ for one in known.values() for id_ in one.filings.items])
        if meant:
            raise Refused(
                "there is no item {item}; did you mean {meant}?", item=named.item, meant=meant
            )
        raise Refused(
            "there is no item {item}; `filing catalogue` lists those that there are",
            item=named.item,
        )
    if len(found) > 1:
        raise BadUsage(
            "{item} is of {names}; name one with --procedure",
            item=named.item,
            names=", ".join(edition.id for edition, _item in found),
        )
    ((edition, item),) = found
    assert edition.definition.filing is not None
    return edition, item, edition.definition.filing


def _number(item: Item, named: FilingNamed) -> str:
    return item.id if named.period is None else f"{item.id}/{named.period}"


def _is_open(desk: CaseDesk, number: str) -> bool:
    known = desk.look.registers.get(NUMBER, number) is not None
    return known and bool(desk.case(number).steps)


def _filed(desk: CaseDesk, item: Item, named: FilingNamed) -> str:
    number = _number(item, named)
    if not _is_open(desk, number):
        raise Refused("nothing was filed as {number} yet; `filing submit` does", number=number)
    return number


def _open(
    desk: CaseDesk,
    work: Work,
    edition: Edition,
    number: str,
    steps: Sequence[str],
    request: Request,
    command: str,
) -> CaseWritten:
    step = _step(edition, "", steps, command)
    return open_case(desk, work, edition.id, number, replace(request, transition=step))


def _move(
    desk: CaseDesk,
    work: Work,
    edition: Edition,
    number: str,
    steps: Sequence[str],
    request: Request,
    command: str,
) -> CaseWritten:
    step = _step(edition, desk.case(number).state, steps, command)
    return move_case(desk, work, number, replace(request, transition=step))


def _step(edition: Edition, state: str, steps: Sequence[str], command: str) -> str:
    """The first of the steps that is possible from a state; else the first, to be refused."""
    if not steps:
        raise Refused(
            "{procedure} names no step by which to {command}; `filing move` takes any",
            procedure=edition.id,
            command=command,
        )
    here = possible_steps(edition, state)
    return next((one for one in steps if one in here), steps[0])
