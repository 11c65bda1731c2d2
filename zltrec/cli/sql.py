"""`zltrec sql`: the ledgers as views that sqlite3, DuckDB and Datasette open."""

from __future__ import annotations

from pathlib import Path

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, known_at_option
from zltrec.cli.session import Session, pass_session


@click.command(
    "sql",
    help=_(
        "Bring the ledgers' views up to date, and print the path of their SQLite file:"
        ' sqlite3 -readonly "$(zltrec sql)". Personal values are never in it. It is replaced by'
        " a new file when something changed; a Datasette that stays on follows if it was started"
        " so: datasette -i FILE --reload."
    ),
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Another file than the store's own."),
)
@as_of_option()
@known_at_option()
@pass_session
def command(session: Session, out: Path | None, as_of: str | None, known_at: str | None) -> None:
    from zltrec.cli.export_sets import standing_of
    from zltrec.export.database import about_database, replace_database
    from zltrec.export.guard import not_others, outside_stores
    from zltrec.export.whole import sheets_of
    from zltrec.projections.catalogue import find_ledgers

    workspace = session.workspace
    scope = session.scope(as_of)
    day = None if as_of is None else scope.as_of
    place = own = workspace.folder.path / "ledgers.sqlite"
    if out is not None and out.resolve() != own.resolve():
        outside_stores(out, workspace.folder.path)
        place = out
    position = workspace.reader.size if known_at is None else workspace.position_at(known_at)
    about = standing_of(workspace, day, position).about()
    there = about_database(place)
    if there != dict(about):
        not_others(place, lambda _place: there is not None)
        views = session.views(known_at)
        about = standing_of(workspace, day, views.position).about()
        sheets = sheets_of(views, find_ledgers(views, ()), scope, session.progress)
        replace_database(place, about, sheets)
    click.echo(place)
