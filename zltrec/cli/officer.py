"""`zltrec officer`: the root of trust, and every change of it signed by a registrar."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.keys import find_signer, read_public, say_no_recovery
from zltrec.cli.messages import _
from zltrec.cli.options import (
    Decorator,
    answer_format,
    as_of_option,
    day_option,
    format_option,
    known_at_option,
    reason_option,
    scope_option,
)
from zltrec.cli.output import Row, print_rows, print_written
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from zltrec.records.authority import Signer
    from zltrec.records.officers import SignedChanges


@click.group("officer", help=_("Who may sign: officers, their offices and keys."))
def command() -> None:
    pass


def sign_option() -> Decorator:
    """`--sign KEY`."""
    return click.option(
        "--sign",
        "key",
        type=click.Path(path_type=Path),
        metavar="KEY",
        help=_("The registrar's key file, or a .pub file whose key an agent holds; ZLTREC_KEY."),
    )


@command.command("found", help=_("Set the root of trust, once: the first registrar and his key."))
@click.argument("id_", metavar="ID")
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("His public key."),
)
@click.option(
    "--recovery-key",
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("A second key, kept offline, for the day when the first is lost."),
)
@click.option("--name", default="", metavar="TEXT", help=_("His name."))
@answer_format()
@pass_session
def found(
    session: Session, id_: str, key: Path, recovery_key: Path | None, name: str, format_: str
) -> None:
    from zltrec.records.officers import found_root

    keys = tuple(read_public(path) for path in (key, recovery_key) if path is not None)
    written = found_root(
        session.workspace.records, id_, name or id_, keys, today=session.workspace.today
    )
    print_written(format_, id_, written.position)
    if recovery_key is None:
        say_no_recovery(session)


@command.command("add", help=_("Enter a person among the officers."))
@click.argument("id_", metavar="ID")
@click.option("--name", required=True, metavar="TEXT", help=_("The person's name."))
@sign_option()
@answer_format()
@pass_session
def add(session: Session, id_: str, name: str, key: Path | None, format_: str) -> None:
    print_written(format_, id_, _desk(session, find_signer(key, "--sign")).add(id_, name).position)


def _office_options(function: Any) -> Any:
    for option in (
        day_option(_("The first or last day in the office.")),
        scope_option(),
    ):
        function = option(function)
    return function


@command.command("assign", help=_("Give an office from a day on."))
@click.argument("id_", metavar="ID")
@click.argument("office")
@_office_options
@click.option(
    "--seat",
    metavar="ROSTER/SEAT",
    help=_("The office follows this seat of a roster (number or name)."),
)
@sign_option()
@answer_format()
@pass_session
def assign(
    session: Session,
    id_: str,
    office: str,
    scope: str,
    on_: str,
    seat: str | None,
    key: Path | None,
    format_: str,
) -> None:
    following = None
    if seat is not None:
        roster, slash, person = seat.partition("/")
        if not slash:
            raise BadUsage("{seat} names no seat; write ROSTER/SEAT", seat=seat)
        following = (roster, person)
    written = _desk(session, find_signer(key, "--sign")).assign(
        id_, office, scope, on=session.day(on_), seat=following
    )
    print_written(format_, id_, written.position)
    _say_duties(session, id_)


@command.command("release", help=_("End an office on a day."))
@click.argument("id_", metavar="ID")
@click.argument("office")
@_office_options
@sign_option()
@answer_format()
@pass_session
def release(
    session: Session, id_: str, office: str, scope: str, on_: str, key: Path | None, format_: str
) -> None:
    written = _desk(session, find_signer(key, "--sign")).release(
        id_, office, scope, on=session.day(on_)
    )
    print_written(format_, id_, written.position)


@command.command(
    "enroll",
    help=_("Enter a public key; signed by its holder's old key, it takes that key's place."),
)
@click.argument("id_", metavar="ID")
@click.option(
    "--key",
    "new",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("The public key to enter."),
)
@sign_option()
@answer_format()
@pass_session
def enroll(session: Session, id_: str, new: Path, key: Path | None, format_: str) -> None:
    from zltrec.domain.officer import Officer, subject_of

    signer = find_signer(key, "--sign")
    written = _desk(session, signer).enroll(id_, read_public(new))
    print_written(format_, id_, written.position)
    state = session.workspace.records.load_exactly(subject_of(id_))
    if isinstance(state, Officer) and signer.fingerprint in state.keys:
        session.say(
            _("the new key takes the place of {key}, which signed for it and signs no more").format(
                key=signer.fingerprint
            )
        )


@command.command(
    "revoke",
    help=_(
        "Revoke a key; what it signed before stays valid, but doubtful"
        " from the day that it was lost."
    ),
)
@click.argument("id_", metavar="ID")
@click.argument("fingerprint")
@click.option("--lost-from", metavar="D", help=_("The day from which it was in other hands."))
@reason_option()
@sign_option()
@answer_format()
@pass_session
def revoke(
    session: Session,
    id_: str,
    fingerprint: str,
    lost_from: str | None,
    reason: str,
    key: Path | None,
    format_: str,
) -> None:
    lost = session.day(lost_from) if lost_from else None
    written = _desk(session, find_signer(key, "--sign")).revoke(
        id_, fingerprint, reason=reason, lost_from=lost
    )
    print_written(format_, id_, written.position)


@command.command(
    "list",
    help=_(
        "List officers; allowed-signers is the file that ssh-keygen -Y"
        " verify checks approvals with."
    ),
)
@as_of_option()
@known_at_option()
@format_option("table", "json", "jsonl", "csv", "md", "allowed-signers")
@pass_session
def list_(session: Session, as_of: str | None, known_at: str | None, format_: str) -> None:
    from zltrec.projections.officers import key_rows, officer_rows

    views = session.views(known_at)
    if format_ == "allowed-signers":
        from zltrec.proof.signers import AllowedSigner, render_allowed_signers

        signers = [
            AllowedSigner(
                row["officer"],
                row["line"],
                datetime.fromisoformat(row["enrolled_at"]),
                datetime.fromisoformat(row["revoked_at"]) if row["revoked_at"] else None,
            )
            for row in key_rows(views.connection)
        ]
        click.echo(render_allowed_signers(signers, "zltrec-approval"), nl=False)
        return
    rows = officer_rows(views.connection, session.scope(as_of).as_of)
    if format_ in ("table", "md"):
        rows = (_shortened(row) for row in rows)
    print_rows(rows, ("id", "name", "offices", "keys", "position"), format_)


def _desk(session: Session, signer: Signer) -> SignedChanges:
    from zltrec.records.officers import SignedChanges

    return SignedChanges(
        session.workspace.records,
        signer,
        statement_id=uuid.uuid4().hex,
        today=session.workspace.today,
    )


def _say_duties(session: Session, id_: str) -> None:
    from zltrec.projections.officers import officer_rows

    for row in officer_rows(session.views(None).connection, session.workspace.today):
        if row["id"] == id_ and len(row["offices"]) > 1:
            held = ", ".join(
                f"{o['office']}@{o['scope']}" if o["scope"] else o["office"] for o in row["offices"]
            )
            session.say(
                _("{officer} now holds several offices: {offices}").format(
                    officer=id_, offices=held
                )
            )


def _shortened(row: Row) -> Row:
    """An officer's row for people: offices and keys in one line each."""
    offices = (f"{o['office']}@{o['scope']}" if o["scope"] else o["office"] for o in row["offices"])
    keys = (k["fingerprint"] + (" ✗" if k["revoked_at"] else "") for k in row["keys"])
    return row | {"offices": ", ".join(offices), "keys": ", ".join(keys)}
