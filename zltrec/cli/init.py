"""`zltrec init`: makes a store."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from zltrec.cli.keys import read_public, say_no_recovery
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format
from zltrec.cli.output import print_answer
from zltrec.cli.session import Session, machine_clock, pass_session
from zltrec.errors import BadUsage


@click.command("init", help=_("Make a store in DIR/.zltrec (here, if no DIR is named)."))
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--zone",
    default="Asia/Shanghai",
    show_default=True,
    metavar="Z",
    help=_("The store's one time zone, for good."),
)
@click.option(
    "--registrar", metavar="ID", help=_("Also set the root of trust: the first registrar.")
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("The registrar's public key."),
)
@click.option(
    "--recovery-key",
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("A second key, kept offline, for the day when the first is lost."),
)
@answer_format()
@pass_session
def command(
    session: Session,
    directory: Path | None,
    zone: str,
    registrar: str | None,
    key: Path | None,
    recovery_key: Path | None,
    format_: str,
) -> None:
    if (registrar is None) != (key is None):
        raise BadUsage("--registrar and --key go together")
    keys = tuple(read_public(path) for path in (key, recovery_key) if path is not None)
    from zltrec.workspace import make_workspace

    workspace, written = make_workspace(
        (directory or session.store or Path.cwd()).absolute(),
        zone=zone,
        store_id=uuid.uuid4().hex,
        clock=machine_clock,
        actor=session.acting,
        bundled=True,
    )
    path = str(workspace.folder.path)
    position = written.position
    if registrar is not None:
        from zltrec.records.officers import found_root

        position = found_root(
            workspace.records, registrar, registrar, keys, today=workspace.today
        ).position
        if recovery_key is None:
            say_no_recovery(session)
    workspace.close()
    print_answer(
        {"store": path, "position": position},
        format_,
        _("made the store {path}, in the zone {zone}").format(path=path, zone=zone),
    )
