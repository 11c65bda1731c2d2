"""The checks of what each step needs: conditions, waits, fields, files, entries in accounts."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition
from zltrec.procedure.check_flow import Flow
from zltrec.procedure.conditions import INT
from zltrec.procedure.definition import Transition, Wait
from zltrec.procedure.lines import Path
from zltrec.procedure.survey import Survey, no_account, no_field, no_list, no_transition, within


def check_steps(survey: Survey) -> None:
    """Every step."""
    flow = Flow(survey.definition)
    accounts = [one.id for one in survey.definition.accounts]
    for path, step in survey.parts("transitions"):
        survey.scope((*path, "scope"), step.scope)
        survey.names((*path, "fields"), step.fields, survey.fields, no_field)
        survey.names((*path, "may"), step.may, survey.fields, no_field)
        for place, rule in within(path, "when", step.when):
            check_condition(survey, (*place, "that"), rule.that)
        for place, sign in within(path, "signs", step.signs):
            if sign.when is not None:
                check_condition(survey, (*place, "when"), sign.when)
        for place, wait in within(path, "wait", step.wait):
            _check_wait(survey, flow, place, step, wait)
        for place, kind in within(path, "files", step.files):
            if not kind.strip():
                survey.add(place, CheckFailed("a file of no kind; say what the document calls it"))
        for place, post in within(path, "posts", step.posts):
            survey.name((*place, "account"), post.account, accounts, no_account)
            lists = [one.id for one in survey.fields.values() if one.type == "list"]
            if post.over is None or survey.name((*place, "over"), post.over, lists, no_list):
                check_condition(survey, (*place, "amount"), post.amount, post.over, INT)


def _check_wait(survey: Survey, flow: Flow, path: Path, step: Transition, wait: Wait) -> None:
    steps = {one.id: one for one in survey.definition.transitions}
    if (
        survey.name((*path, "after"), wait.after, steps, no_transition)
        # Where nothing leads at all, the states say so.
        and flow.is_known
        and flow.is_possible(step)
        and not flow.can_follow(steps[wait.after], step)
    ):
        survey.add(
            (*path, "after"),
            CheckFailed(
                "{step} waits for {after}, which no case can take before it",
                step=step.id,
                after=wait.after,
            ),
        )
    if (wait.days is None) == (wait.working_days is None):
        survey.add(path, CheckFailed("a wait is of days or of working_days; give one of them"))
    survey.length((*path, "days"), wait.days)
    survey.length((*path, "working_days"), wait.working_days)
