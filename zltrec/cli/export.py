"""`zltrec export`: ledgers to files, with a manifest; and an old export made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zltrec.cli.export_sets import Done, export_sets, telling
from zltrec.cli.messages import N_, _
from zltrec.cli.options import as_of_option, known_at_option, personal_option
from zltrec.cli.session import Session, pass_session
from zltrec.cli.taking import release_options
from zltrec.errors import BadUsage, CheckFailed
from zltrec.export.formats import as_json
from zltrec.export.plan import PlannedSet, read_plan

if TYPE_CHECKING:
    from zltrec.workspace import Workspace

REPRODUCE = "reproduce"
OUTCOMES = {"same": N_("same"), "differs": N_("differs"), "gone": N_("gone")}


@click.command(
    "export",
    help=_(
        "Write ledgers (all, if none is named) to files, with a manifest; an unchanged export"
        " touches nothing. With docx among the formats the set holds the documents of --document,"
        " too; docx alone holds no ledger, so none is named with it. `export reproduce DIR`"
        " rebuilds an old export from its manifest and compares the bytes."
    ),
)
@click.argument("names", metavar="[LEDGER]... | reproduce DIR", nargs=-1)
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help=_("The folder to write to.")
)
@click.option(
    "--format",
    "formats",
    show_default="csv",
    metavar="F,F",
    help=_("The files' formats: csv, csv-excel, json, jsonl, md, xlsx, sqlite, ics, docx."),
)
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="NAME",
    help=_(
        "Of the documents (docx) this one; may be given again, and all are meant if none is named."
        " NAME is chronicle (a document for each month), the id of a form (for the period of the"
        " as-of day, if its procedure has cases or entered values by then) or of a paper (one for"
        " each case)."
    ),
)
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("The sets to export, in a TOML file; silent when all is well."),
)
@click.option(
    "--status",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Say how it went in this file, as JSON, also when it went wrong."),
)
@release_options()
@click.option("--json", "as_json_", is_flag=True, help=_("Say what was written as JSON."))
@personal_option()
@as_of_option()
@known_at_option()
@pass_session
def command(
    session: Session,
    names: tuple[str, ...],
    out: Path | None,
    formats: str | None,
    documents: tuple[str, ...],
    config: Path | None,
    status: Path | None,
    as_json_: bool,
    personal: bool,
    as_of: str | None,
    known_at: str | None,
    releases: tuple[str, ...],
    on_: str,
) -> None:
    typed = out is not None or as_of or personal or releases or documents
    if names[:1] == (REPRODUCE,):
        if len(names) != 2 or typed or known_at or config or status:
            raise BadUsage("export reproduce takes one folder, and the rest from its manifest")
        _reproduce(session, Path(names[1]), as_json_)
        return
    if config is None and out is None:
        raise BadUsage("name the folder to write to: --out DIR, or the sets: --config FILE")
    if config is not None and (names or typed or formats is not None):
        raise BadUsage("--config names ledgers, formats, folders and days; leave them out")
    with telling(status) as told:
        if config is not None:
            planned = read_plan(config)
        else:
            written = tuple((formats or "csv").split(","))
            one = PlannedSet(str(out), names, written, as_of or "", personal, releases, documents)
            planned = (one,)
        try:
            done = export_sets(session, planned, known_at, told, on_)
        except BadUsage as error:
            if config is None:
                raise
            raise BadUsage("{path}: {said}", path=config, said=error) from error
    if config is not None:
        session.note = ""  # silent when all is well
    if as_json_:
        answers = [one.answer() for one in done]
        click.echo(as_json(answers if config is not None else answers[0]))
    elif config is None:
        _say(session, done[0])


def _say(session: Session, done: Done) -> None:
    if done.changed:
        session.say(
            _("{count} files in {out}, {changed} changed, from position {position}").format(
                count=len(done.files),
                out=done.out,
                changed=sum(f.changed for f in done.files),
                position=done.standing.position,
            )
        )
    else:
        session.say(
            _("{out} is up to date with position {position}; nothing was touched").format(
                out=done.out, position=done.standing.position
            )
        )


def disposed_after(workspace: Workspace, position: int) -> list[tuple[str, int]]:
    """The cases whose personal values were disposed of after a position, and where."""
    from zltrec.domain.case_events import PersonalDisposed

    return [
        (case, at)
        for at, case, _version, topic, _state in workspace.reader.rows(position + 1, None)
        if topic == PersonalDisposed.TOPIC
    ]


def _reproduce(session: Session, folder: Path, as_json_: bool) -> None:
    from zltrec.export.manifest import read_manifest
    from zltrec.export.reproducing import reproduce_export

    workspace = session.workspace
    manifest = read_manifest(folder)
    if manifest.store != workspace.founded.store_id:
        raise BadUsage(
            "the export in {path} is of the store {other}, this one is {store}",
            path=folder,
            other=manifest.store,
            store=workspace.founded.store_id,
        )
    position = workspace.position_at(str(manifest.position))
    if workspace.root_at(position) != manifest.standing().root:
        raise CheckFailed(
            "the log was rewritten: at position {position} it has another root than the manifest"
            " in {path}",
            position=position,
            path=folder,
        )
    result = reproduce_export(
        workspace.views(known_at=position, progress=session.progress),
        manifest,
        folder,
        workspace.reader.private_value,
        session.progress,
    )
    for name, then, now in result.versions:
        session.say(
            _("{name} was {then} then, and is {now} now").format(name=name, then=then, now=now)
        )
    gone = disposed_after(workspace, position) if manifest.personal else []
    for case, at in gone:
        session.say(
            _("personal values of {case} are gone: they were disposed of at position {at}").format(
                case=case, at=at
            )
        )
    if as_json_:
        answer = {
            "position": position,
            "files": result.files,
            "versions": [
                {"name": name, "then": then, "now": now} for name, then, now in result.versions
            ],
            "disposed": [{"case": case, "position": at} for case, at in gone],
        }
        click.echo(as_json(answer))
    else:
        for path, outcome in result.files.items():
            click.echo(f"{path}: {_(OUTCOMES[outcome])}")
    if not result.is_same:
        raise CheckFailed("the export in {path} is not what the log gives", path=folder)
