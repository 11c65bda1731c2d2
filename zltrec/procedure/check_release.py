"""The checks of what is confidential: that something lets it out, and nothing else tells it."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.conditions import BadCondition
from zltrec.procedure.definition import Definition, Release
from zltrec.procedure.lines import Path
from zltrec.procedure.names import RELEASE
from zltrec.procedure.secrecy import is_confidential
from zltrec.procedure.survey import Absence, Survey, no_procedure, no_transition, within
from zltrec.procedure.taking import TAKING, taking_list

_no_kind = Absence("no step asks for files of the kind {name}; there are {names}")


def check_release(survey: Survey) -> None:
    """What is confidential has a release, and a release something to let out."""
    release = survey.definition.release
    secret = [(place, one) for place, one in survey.parts("fields") if is_confidential(one)]
    if release is None:
        for place, field in secret:
            survey.add(
                place,
                CheckFailed(
                    "{field} is confidential, and nothing says what lets it out; add a [release]",
                    field=field.id,
                ),
            )
        return
    path: Path = ("release",)
    if not secret and not release.files:
        survey.add(path, CheckFailed("nothing is confidential here, so there is no release of it"))
    if RELEASE in survey.fields:
        survey.add(
            path,
            CheckFailed(
                "a field is called {name}, as conditions on a release call that", name=RELEASE
            ),
        )
    survey.names((*path, "files"), release.files, survey.edition.kinds, _no_kind)
    if survey.name((*path, "procedure"), release.procedure, survey.others, no_procedure):
        _check_taking(survey, path, survey.others[release.procedure], release)
        try:
            survey.edition.on_release.compile(release.covers)
        except BadCondition as error:
            survey.add((*path, "covers"), error)
    _check_told(survey)


def _check_taking(survey: Survey, path: Path, other: Definition, release: Release) -> None:
    place = (*path, "take")
    steps = {one.id: one for one in other.transitions}
    if not survey.name(place, release.take, steps, no_transition):
        return
    if not steps[release.take].from_:
        survey.add(
            place,
            CheckFailed("{step} opens a case; a taking-out is a step of one", step=release.take),
        )
    if taking_list(other, release.take) is None:
        survey.add(
            place,
            CheckFailed(
                "step {step} of {procedure} has no list among its fields that keeps {fields}",
                step=release.take,
                procedure=other.id,
                fields=", ".join(f"{name} ({type_})" for name, type_ in TAKING.items()),
            ),
        )


def _check_told(survey: Survey) -> None:
    """Whatever is printed without asking a release is not made of what is confidential."""
    for path, one in survey.parts("measures"):
        for key in ("where", "sum", "distinct"):
            _check_open(survey, (*path, key), getattr(one, key), one.over)
    for path, ledger in survey.parts("ledgers"):
        _check_open(survey, (*path, "where"), ledger.where, ledger.over)
        for index, name in enumerate(ledger.group):
            _check_open(survey, (*path, "group", index), name, ledger.over)
    for path, step in survey.parts("transitions"):
        for place, post in within(path, "posts", step.posts):
            _check_open(survey, (*place, "amount"), post.amount, None)
    for path, account in survey.parts("accounts"):
        _check_open(survey, (*path, "key"), account.key, None)
    for path, form in survey.parts("forms"):
        for part_path, part in within(path, "parts", form.parts):
            for place, line in within(part_path, "lines", part.lines):
                _check_open(survey, (*place, "where"), line.where, None)


def _check_open(survey: Survey, path: Path, text: str | None, over: str | None) -> None:
    if text is None:
        return
    edition = survey.edition
    try:
        told = edition.secrecy.owners(text, edition.over(over))
    except (BadCondition, KeyError):
        return  # It has been found wrong already.
    if told:
        survey.add(
            path,
            CheckFailed(
                "{text} is made of what is confidential, and is printed without a release; use"
                " another field here",
                text=text,
            ),
        )
