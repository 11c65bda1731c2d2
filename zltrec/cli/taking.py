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


def release_of_proof(session: Session, asked: str, releases: Sequence[str]) -> str | None:
    """The release by which a proof may leave; None if it holds nothing confidential.

    A proof holds the stored bytes of events, in which nothing can be masked.
    Raises Refused for one that holds such values and is not released.
    """
    from zltrec.projections.releases import Releases, secret_case

    log, views = session.workspace.log, session.views(None)
    number = asked
    if asked.isdecimal():
        number = next((row[1] for row in log.rows(int(asked), int(asked))), "")
    elif asked:
        number = next(iter(log.originators(asked, 1)), asked)
    found = secret_case(views, number)
    if found is None:
        return None
    covering = Releases(views, releases).covering(*found)
    if covering is None:
        raise Refused(
            "the events of {number} hold confidential values, and so would the proof; name a"
            " release that covers it: --release CASE",
            number=number,
        )
    return covering


def check_used(releases: Sequence[str], used: Sequence[str]) -> None:
    """Raises Refused for a release by which nothing confidential was seen."""
    for number in releases:
        if number not in used:
            raise Refused(
                "the release {release} covers nothing confidential of what is asked for",
                release=number,
            )
