"""`zltrec export`: ledgers to files, with a manifest."""

from __future__ import annotations

import base64
from pathlib import Path

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, known_at_option
from zltrec.cli.session import Session, pass_session
from zltrec.export.exporting import Standing, export_ledgers, parse_formats
from zltrec.export.formats import as_json
from zltrec.projections.ledgers import LEDGERS, find_ledger


@click.command(
    "export",
    help=_(
        "Write ledgers (all, if none is named) to files, with a manifest;"
        " an unchanged export touches nothing."
    ),
)
@click.argument("names", metavar="[LEDGER]...", nargs=-1)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=_("The folder to write to."),
)
@click.option(
    "--format",
    "formats",
    default="csv",
    show_default=True,
    metavar="F,F",
    help=_("The files' formats: csv, jsonl, md."),
)
@click.option("--json", "as_json_", is_flag=True, help=_("Say what was written as JSON."))
@as_of_option()
@known_at_option()
@pass_session
def command(
    session: Session,
    names: tuple[str, ...],
    out: Path,
    formats: str,
    as_json_: bool,
    as_of: str | None,
    known_at: str | None,
) -> None:
    workspace = session.workspace
    ledgers = [find_ledger(name) for name in dict.fromkeys(names)] or list(LEDGERS.values())
    chosen = parse_formats(formats)
    scope = session.scope(as_of)
    views = session.views(known_at)
    position = views.position
    standing = Standing(
        workspace.founded.store_id,
        position,
        workspace.root_at(position),
        scope.as_of or workspace.today,
    )
    files, changed = export_ledgers(views, ledgers, chosen, out, standing, scope)
    if as_json_:
        click.echo(
            as_json(
                {
                    "position": position,
                    "root": base64.b64encode(standing.root).decode(),
                    "changed": changed,
                    "files": [
                        {"path": f.path, "sha256": f.sha256, "rows": f.rows, "changed": f.changed}
                        for f in files
                    ],
                }
            )
        )
    elif changed:
        session.say(
            _("{count} files in {out}, {changed} changed, from position {position}").format(
                count=len(files), out=out, changed=sum(f.changed for f in files), position=position
            )
        )
    else:
        session.say(
            _("{out} is up to date with position {position}; nothing was touched").format(
                out=out, position=position
            )
        )
