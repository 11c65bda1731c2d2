"""Taking out what is confidential: by a release, which records it before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zltrec.cli.messages import _
from zltrec.cli.options import Decorator
from zltrec.cli.session import Session
from zltrec.errors import Refused


def release_options() -> Decorator:
    """`--release CASE`, of which there may be more, and `--on D`."""

    def decorate(function: click.decorators.FC) -> click.decorators.FC:
        for option in (
            click.option(
                "--on",
                "on_",
                metavar="D",
                default="today",
                show_default=True,
                help=_("The day on which it is taken out, for the record of the release."),
            ),
            click.option(
                "--release",
                "releases",
                multiple=True,
                metavar="CASE",
                help=_(
                    "The case that releases what is confidential, which is masked else; that it"
                    " was taken out is recorded as a step of it."
                ),
            ),
        ):
            function = option(function)
        return function

    return decorate


def take_out(
    session: Session, taken: Sequence[tuple[str, str, str]], position: int, on: str
) -> None:
    """Records what is taken out: each file by its release, what it is, and its digest.

    Raises Refused where a release does not stand.
    """
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.takings import Taking, record_takings

    workspace = session.workspace
    day = session.when(on)
    with workspace.records.writing() as work:
        desk = CaseDesk(work, workspace.today)
        files = [Taking(*one) for one in taken]
        record_takings(desk, work, files, position, session.acting, day)


def check_used(releases: Sequence[str], used: Sequence[str]) -> None:
    """Raises Refused for a release by which nothing confidential was seen."""
    for number in releases:
        if number not in used:
            raise Refused(
                "the release {release} covers nothing confidential of what is asked for",
                release=number,
            )
