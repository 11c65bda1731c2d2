"""The checks of `filing`: the steps by which filings are asked for, submitted and assessed."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.survey import Survey, no_transition

_ROWS = ("item", "period", "procedure")
"""What rows of batches of filings say themselves."""


def check_filings(survey: Survey) -> None:
    """The table `filing`, and the ids of fields that rows of filings could not have."""
    named = survey.definition.filing
    if named is None:
        return
    steps = {one.id: one for one in survey.definition.transitions}
    for key in ("request", "submit", "assess"):
        survey.names(("filing", key), getattr(named, key), steps, no_transition)
    for index, name in enumerate(named.request):
        if name in steps and steps[name].from_:
            survey.add(
                ("filing", "request", index),
                CheckFailed("{step} opens no case, so nothing is asked for by it", step=name),
            )
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
