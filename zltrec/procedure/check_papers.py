"""The checks of papers: forms of one case, of which each place and block can be printed."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition, plain_fields
from zltrec.procedure.check_ledgers import is_over
from zltrec.procedure.conditions import BadCondition
from zltrec.procedure.lines import Path
from zltrec.procedure.papers import (
    APPROVAL_PARTS,
    Decided,
    is_time,
    read_decided,
    read_ordinal,
)
from zltrec.procedure.printed import Form
from zltrec.procedure.survey import Absence, Survey
from zltrec.procedure.template import FORMS, Block, Part, Place, read_template
from zltrec.procedure.world import CASES, DUTIES, STEPS

_no_part = Absence("an approval has no {name}; it has {names}")
_no_form = Absence("there is no form {name} of a value; there are {names}")
_no_action = Absence("no step needs an approval of {name}; there are {names}")


def check_paper(survey: Survey, path: Path, form: Form) -> None:
    """A form over cases: it has a text, and no lines; what stands in braces is there."""
    for key in ("parts", "heads", "blanks", "note", "checks"):
        if getattr(form, key):
            survey.add(
                (*path, key),
                CheckFailed(
                    "form {form} is of one case, so it has a text and no {key}",
                    form=form.id,
                    key=key,
                ),
            )
    if not form.text.strip():
        survey.add(path, CheckFailed("form {form} has no text", form=form.id))
        return
    text = (*path, "text")
    parts, faults = read_template(form.text)
    for line, fault in faults:
        survey.add((*text, line), fault)
    if not faults:
        _check_parts(survey, text, parts, CASES)


def _check_parts(survey: Survey, text: Path, parts: tuple[Part, ...], over: str) -> None:
    for one in parts:
        if isinstance(one, Place):
            _check_place(survey, (*text, one.line), one, over)
        elif isinstance(one, Block):
            _check_block(survey, text, one, over)


def _check_block(survey: Survey, text: Path, block: Block, over: str) -> None:
    place = (*text, block.line)
    if block.word == "when":
        check_condition(survey, place, block.what, over)
        _check_parts(survey, text, block.parts, over)
    elif over != CASES:
        survey.add(
            place,
            CheckFailed("{{each {list}}} stands inside of another one", list=block.what),
        )
    elif is_over(survey, place, block.what, (STEPS, DUTIES)):
        _check_parts(survey, text, block.parts, block.what)


def _check_place(survey: Survey, path: Path, place: Place, over: str) -> None:
    what = place.what
    if read_ordinal(what) is not None:
        if over == CASES:
            survey.add(path, CheckFailed("{{#}} counts records, so it stands in an {{each …}}"))
        return
    decided = read_decided(what)
    fields = plain_fields(survey, over)
    if decided is not None:
        _check_decided(survey, path, decided)
    elif what not in fields:
        check_condition(survey, path, what, over, "")
    elif what in survey.fields and fields[what].type == "list":
        survey.add(
            path,
            CheckFailed("{field} is of type list; print it by {{each {field}}}", field=what),
        )
    if place.form and survey.name(path, place.form, FORMS, _no_form):
        try:
            timely = is_time(survey.edition, over, what)
        except BadCondition:
            return  # It has been found already.
        if not timely:
            survey.add(
                path,
                CheckFailed(
                    "{what} is no day, so it has no form {form}", what=what, form=place.form
                ),
            )


def _check_decided(survey: Survey, path: Path, decided: Decided) -> None:
    steps = survey.definition.transitions
    actions = [sign.action or step.id for step in steps for sign in step.signs]
    survey.name(path, decided.action, dict.fromkeys(actions), _no_action)
    if decided.part:
        survey.name(path, decided.part, APPROVAL_PARTS, _no_part)
