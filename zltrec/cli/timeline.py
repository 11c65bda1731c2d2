"""`zltrec timeline`: everything in one line of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, format_option, known_at_option, span_options
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import around_case

if TYPE_CHECKING:
    from zltrec.projections.about import About
    from zltrec.projections.views import Views


@click.command("timeline", help=_("Everything in one line of time."))
@click.option("--case", metavar="C", help=_("Only this case, among the chronicle of its days."))
@click.option(
    "--person",
    metavar="WHO",
    help=_("Only this person: an officer's id, a name, or NAME:TITLE where several have it."),
)
@click.option("--body", metavar="B", help=_("Only this body or office."))
@click.option("--place", metavar="P", help=_("Only this place."))
@span_options()
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def command(
    session: Session,
    case: str | None,
    person: str | None,
    body: str | None,
    place: str | None,
    first: str | None,
    last: str | None,
    contains: str,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    ledger = LEDGERS["timeline"]
    scope = session.scope(as_of, first, last, contains)
    views = session.views(known_at)
    if sum(one is not None for one in (case, person, body, place)) > 1:
        raise BadUsage("--case, --person, --body and --place are asked one at a time")
    rows = ledger.rows(views, scope)
    if person is not None or body is not None or place is not None:
        rows = _about(session, views, (person, body, place)).rows(views, scope)
    elif case is not None:
        from zltrec.projections.case_rows import find_number

        rows = around_case(list(rows), find_number(views, case))
    print_rows(rows, ledger.columns, format_)


def _about(
    session: Session, views: Views, asked: tuple[str | None, str | None, str | None]
) -> About:
    from zltrec.projections.about import about_body, about_person, about_place

    person, body, place = asked
    if place is not None:
        return about_place(views, place)
    if body is not None:
        return about_body(views, body)
    about = about_person(views, person or "")
    for seat in about.others:
        session.say(
            _("not this person, or not known to be: {role} of {body}, {title}").format(**seat)
        )
    if len({seat["title"] for seat in about.seats}) > 1 and not about.is_officer:
        session.say(
            _(
                "seats with different titles bear this name; whether they are one person's, no"
                " officer's record says"
            )
        )
    return about
