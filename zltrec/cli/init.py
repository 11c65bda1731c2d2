"""`zltrec init`: makes a store."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from zltrec.cli.messages import _
from zltrec.cli.options import answer_format
from zltrec.cli.output import print_answer
from zltrec.cli.session import Session, machine_clock, pass_session


@click.command("init", help=_("Make a store in DIR/.zltrec (here, if no DIR is named)."))
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--zone",
    default="Asia/Shanghai",
    show_default=True,
    metavar="Z",
    help=_("The store's one time zone, for good."),
)
@answer_format()
@pass_session
def command(session: Session, directory: Path | None, zone: str, format_: str) -> None:
    from zltrec.workspace import make_workspace

    workspace, written = make_workspace(
        directory or session.store or Path.cwd(),
        zone=zone,
        store_id=uuid.uuid4().hex,
        clock=machine_clock,
        actor=session.acting,
    )
    path = str(workspace.folder.path)
    workspace.close()
    print_answer(
        {"store": path, "position": written.position},
        format_,
        _("made the store {path}, in the zone {zone}").format(path=path, zone=zone),
    )
