"""The checks of approvals: that there is a way to staff the offices so that all can be given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zltrec.errors import CheckFailed
from zltrec.procedure.definition import Sign
from zltrec.procedure.lines import Path
from zltrec.procedure.survey import IDENTIFIER, Survey, no_transition, within


class _Seat(NamedTuple):
    """An approval that some step needs: where it is written, of which step, for which action."""

    path: Path
    step: str
    action: str
    sign: Sign


def check_staffing(survey: Survey) -> None:
    """Every approval, alone and with those that it has to be apart from."""
    seats = list(_seats(survey))
    actions: dict[str, set[str]] = {one.id: set() for one in survey.definition.transitions}
    for seat in seats:
        actions[seat.step].add(seat.action)
    offices = {
        step: len({seat.sign.office for seat in seats if seat.step == step}) for step in actions
    }
    for seat in seats:
        survey.scope((*seat.path, "scope"), seat.sign.scope)
        _check_seat(survey, seat, actions, offices)
    _check_twice(survey, seats)
    _check_persons(survey, seats, actions)
    for path, step in survey.parts("transitions"):
        if step.signs and not step.from_:
            survey.add(
                (*path, "signs"),
                CheckFailed(
                    "{step} opens a case, which nobody can approve before it is there; let a step "
                    "after it have the signs",
                    step=step.id,
                ),
            )
        if step.rejects is not None:
            _check_rejects(survey, path, step.id, step.rejects, actions)


def _seats(survey: Survey) -> Iterator[_Seat]:
    for path, step in survey.parts("transitions"):
        for place, sign in within(path, "signs", step.signs):
            yield _Seat(place, step.id, sign.action or step.id, sign)


def _check_seat(
    survey: Survey, seat: _Seat, actions: dict[str, set[str]], offices: dict[str, int]
) -> None:
    if not seat.sign.office.strip():
        survey.add(seat.path, CheckFailed("an approval of no office; name the office"))
    if not IDENTIFIER.fullmatch(seat.action):
        survey.add(
            (*seat.path, "action"),
            CheckFailed(
                "{id} is no id here: it is of ASCII letters, digits and _, a letter first",
                id=seat.action,
            ),
        )
    for key in ("apart", "same"):
        for index, name in enumerate(getattr(seat.sign, key)):
            place = (*seat.path, key, index)
            if not survey.name(place, name, actions, no_transition):
                continue
            if not actions[name]:
                survey.add(
                    place,
                    CheckFailed(
                        "{name} needs no approval, so nobody can be the same as its approver, or "
                        "another; give it signs, or take it out here",
                        name=name,
                    ),
                )
            elif actions[name] == {seat.action} and not (
                key == "apart" and name == seat.step and offices[name] > 1
            ):
                survey.add(
                    place,
                    CheckFailed(
                        "{step} names {name}, whose approval is the same one; give one of them an "
                        "action of its own",
                        step=seat.step,
                        name=name,
                    ),
                )


def _check_twice(survey: Survey, seats: list[_Seat]) -> None:
    seen: set[tuple[str | None, ...]] = set()
    for seat in seats:
        kind = (seat.step, seat.action, seat.sign.office, seat.sign.scope, seat.sign.when)
        if kind in seen:
            survey.add(
                seat.path,
                CheckFailed(
                    "{step} asks {office} twice for one approval; give one an action of its own",
                    step=seat.step,
                    office=seat.sign.office,
                ),
            )
        seen.add(kind)


def _check_persons(survey: Survey, seats: list[_Seat], actions: dict[str, set[str]]) -> None:
    """That nobody has to be the same person as one that they have to be apart from.

    Persons are kept apart by action, so actions are what `same` puts together.
    """
    group = {seat.action: seat.action for seat in seats}

    def root(action: str) -> str:
        while group[action] != action:
            action = group[action]
        return action

    for seat in seats:
        for name in seat.sign.same:
            for action in actions.get(name, ()):
                group[root(seat.action)] = root(action)
    for seat in seats:
        for index, name in enumerate(seat.sign.apart):
            for action in actions.get(name, set()) - {seat.action}:
                if root(seat.action) == root(action):
                    survey.add(
                        (*seat.path, "apart", index),
                        CheckFailed(
                            "nobody could sign {step}: whoever does has to be the same person as "
                            "for {name}, and another",
                            step=seat.step,
                            name=name,
                        ),
                    )


def _check_rejects(
    survey: Survey, path: Path, step: str, rejected: str, actions: dict[str, set[str]]
) -> None:
    place = (*path, "rejects")
    if not survey.name(place, rejected, actions, no_transition):
        return
    if rejected == step:
        survey.add(
            place, CheckFailed("{step} cannot be what its own rejection leads to", step=step)
        )
    elif not actions[rejected]:
        survey.add(
            place,
            CheckFailed(
                "{name} needs no approval, so there is nothing to reject; give it signs",
                name=rejected,
            ),
        )
    elif actions[step]:
        survey.add(
            (*path, "signs"),
            CheckFailed(
                "{step} needs the rejection of {name} and nothing else; take its own signs out",
                step=step,
                name=rejected,
            ),
        )
