"""`zltrec import gazette`: takes in files, and records only what is new."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from zltrec.cli.messages import N_, _
from zltrec.cli.options import format_option
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage
from zltrec.export.formats import as_json
from zltrec.records.desk import Change
from zltrec.records.imports import ImportReport, import_gazette

ACTIONS = {
    "added": N_("added"),
    "amended": N_("amended"),
    "moved": N_("moved"),
    "missing": N_("missing"),
}


@click.group("import", help=_("Take in a file; only what is new becomes events."))
def command() -> None:
    pass


@command.command(
    "gazette",
    help=_(
        "Import gazettes: chronicle, notices, plans and rosters. Each file is taken in whole or not"
        " at all, one after the other."
    ),
)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--dry-run", is_flag=True, help=_("Show what would be done, and write nothing."))
@click.option("--yes", is_flag=True, help=_("Retract what the file lacks without asking."))
@click.option("--keep", is_flag=True, help=_("Leave what the file lacks as it is, without asking."))
@click.option(
    "--encoding",
    default="utf-8",
    metavar="E",
    show_default=True,
    help=_("The file's encoding, such as gb18030."),
)
@format_option("table", "json")
@pass_session
def gazette(
    session: Session,
    files: tuple[Path, ...],
    dry_run: bool,
    yes: bool,
    keep: bool,
    encoding: str,
    format_: str,
) -> None:
    if yes and keep:
        raise BadUsage("--yes retracts what the file lacks, --keep leaves it; give one of them")
    workspace = session.workspace

    def answer(report: ImportReport) -> bool:
        if yes or keep:
            return yes
        return session.confirm(
            _("retract {count} that the file lacks").format(count=report.done["missing"]),
            lambda: _print_changes(report, only="missing"),
        )

    several = format_ == "json" and len(files) > 1
    with workspace.rehearsal() if dry_run else nullcontext(workspace.records) as records:
        for number, path in enumerate(files):
            report = import_gazette(
                records,
                workspace.files,
                path,
                encoding=encoding,
                dry_run=dry_run,
                answer=answer,
                progress=session.line_progress,
            )
            if format_ == "json":
                if several:
                    click.echo(",\n" if number else "[", nl=False)
                _print_json(report, dry_run)
            else:
                _print_report(report, path, dry_run)
    if several:
        click.echo("]")


def _print_json(report: ImportReport, dry_run: bool) -> None:
    """The report as one object, its long lists written as they are read."""
    head: dict[str, Any] = {
        **report.printed,
        **report.done,
        "sha256": report.sha256,
        "position": report.position,
        "dry_run": dry_run,
    }
    click.echo(as_json(head)[:-1] + ',"changes":[', nl=False)
    for n, change in enumerate(report.changes):
        click.echo(
            ("," if n else "") + as_json(_change_row(change, dry_run)),
            nl=False,
        )
    click.echo('],"warnings":[', nl=False)
    for n, warning in enumerate(report.warnings):
        click.echo(
            ("," if n else "")
            + json.dumps(
                {
                    "line": warning.line,
                    "kind": warning.kind,
                    "message": _(warning.template).format(**warning.params),
                },
                ensure_ascii=False,
            ),
            nl=False,
        )
    click.echo("]}")


def _change_row(change: Change, dry_run: bool) -> dict[str, Any]:
    """A change as JSON. Ids that a dry run gives out are not those that the import will give."""
    row = {name: getattr(change, name) for name in change.__struct_fields__}
    return row | {"id": None} if dry_run and change.action == "added" else row


def _print_report(report: ImportReport, path: Path, dry_run: bool) -> None:
    if dry_run:
        _print_changes(report)
    if len(report.warnings):
        print_rows(
            (
                {"line": w.line, "kind": w.kind, "message": _(w.template).format(**w.params)}
                for w in report.warnings
            ),
            ("line", "kind", "message"),
            "table",
        )
        click.echo()
    click.echo(
        _(
            "{path}: {chronicle} chronicle entries, {notices} notices, {plans} plans without a"
            " notice, {rosters} rosters; {warnings} things to look at"
        ).format(path=path, warnings=len(report.warnings), **report.printed)
    )
    done = _(
        "{added} added, {amended} amended, {moved} moved, {unchanged} unchanged, {missing} missing"
    ).format(**report.done)
    if dry_run:
        click.echo(_("would be: {done}; nothing was written").format(done=done))
    else:
        if report.done["missing"]:
            click.echo(
                _("what the file lacks was retracted")
                if report.retracted
                else _("what the file lacks was left as it is")
            )
        click.echo(
            _("{done}; the log is at position {position}").format(
                done=done, position=report.position
            )
        )


def _print_changes(report: ImportReport, only: str | None = None) -> None:
    print_rows(
        (
            {
                "action": _(ACTIONS[c.action]),
                "kind": c.kind,
                # Ids that a dry run gives out are not the ones that the import will give.
                "id": "" if c.action == "added" else c.id,
                "line": c.line,
                "label": c.label,
            }
            for c in report.changes
            if only in (None, c.action)
        ),
        ("action", "kind", "id", "line", "label"),
        "table",
    )
    click.echo()
