"""The checks of filings: the steps by which they are asked for, submitted and assessed, and that
no other procedure has filings of the same numbers.
"""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.definition import Definition
from zltrec.procedure.filings import COUNTED, Filings
from zltrec.procedure.owed import FilingSteps
from zltrec.procedure.survey import Survey, no_transition

_ROWS = ("item", "period", "procedure")
"""What rows of batches of filings say themselves."""


def check_filings(survey: Survey) -> None:
    """The table `filing`, the ids of fields that rows of filings could not have, the numbers."""
    _check_numbers(survey)
    named = survey.definition.filing
    if named is None:
        return
    _check_steps(survey, named)
    if not survey.edition.filings.items:
        survey.add(
            ("filing",), CheckFailed("there are no items whose filings these steps could be")
        )
    for path, field in survey.parts("fields"):
        if field.id in _ROWS:
            survey.add(
                (*path, "id"),
                CheckFailed(
                    "{id} is a word of the rows of filings; give the field another id", id=field.id
                ),
            )


def _check_steps(survey: Survey, named: FilingSteps) -> None:
    steps = {one.id: one for one in survey.definition.transitions}
    for key in ("request", "submit", "assess"):
        survey.names(("filing", key), getattr(named, key), steps, no_transition)
    for index, name in enumerate(named.request):
        if name in steps and steps[name].from_:
            survey.add(
                ("filing", "request", index),
                CheckFailed("{step} opens no case, so nothing is asked for by it", step=name),
            )


def _check_numbers(survey: Survey) -> None:
    """That a number is of one procedure: two cases cannot have the same."""
    own = _numbers(survey.definition)
    for id_, other in survey.others.items():
        if id_ == survey.definition.id or not own:
            continue
        shared = own & _numbers(other)
        for kind in ("items", "clocks"):
            for path, part in survey.parts(kind):
                if part.id in {item for item, _form in shared}:
                    survey.add(
                        (*path, "id"),
                        CheckFailed(
                            "filings of {item} would have the numbers of those of {procedure}; "
                            "give it another id",
                            item=part.id,
                            procedure=id_,
                        ),
                    )


def _numbers(definition: Definition) -> set[tuple[str, str]]:
    """The forms of the numbers that filings of a procedure have: item, and period or letter."""
    found: set[tuple[str, str]] = set()
    for item, clocks in Filings(definition).clocks.values():
        found |= {(item.id, one.every or "") for one in clocks if one.held is None}
        if item.by is not None:
            found.add((item.id, COUNTED[item.by]))
    return found
