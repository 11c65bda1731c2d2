"""`zltrec procedure`: workflows and their editions."""

from __future__ import annotations

from pathlib import Path

import click

from zltrec.cli import form, report
from zltrec.cli.keys import read_text
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import (
    answer_format,
    format_option,
    known_at_option,
)
from zltrec.cli.output import print_rows, print_written
from zltrec.cli.session import Session, pass_session
from zltrec.errors import CheckFailed
from zltrec.export.formats import as_json

COLUMNS = ("id", "title", "edition", "office", "cases")
STEP_COLUMNS = ("id", "label", "from", "to", "by", "when", "needs", "signs", "wait", "section")


@click.group("procedure", help=_("Workflows, each a file of rules, and their editions."))
def command() -> None:
    pass


@command.command("list", help=_("List the procedures in force."))
@known_at_option()
@format_option()
@pass_session
def list_(session: Session, known_at: str | None, format_: str) -> None:
    from zltrec.projections.procedure_rows import ANSWER, procedure_answers, procedure_rows

    views = session.views(known_at)
    if format_ in ("table", "md"):
        print_rows(procedure_rows(views), COLUMNS, format_)
    else:
        print_rows(procedure_answers(views), ANSWER, format_)


@command.command(
    "show",
    help=_("The steps of a procedure as its document lists them; or its drawing, its text."),
)
@click.argument("procedure")
@click.option("--edition", type=click.IntRange(min=1), metavar="N", help=_("An earlier edition."))
@known_at_option()
@format_option("table", "json", "md", "csv", "mermaid", "toml")
@pass_session
def show(
    session: Session, procedure: str, edition: int | None, known_at: str | None, format_: str
) -> None:
    from zltrec.projections.procedure_rows import find_edition, procedure_answer

    views = session.views(known_at)
    found = find_edition(views, procedure, edition)
    if format_ == "toml":
        click.echo(found.text, nl=False)
        return
    if format_ == "mermaid":
        from zltrec.procedure.drawing import as_mermaid

        click.echo(as_mermaid(found.definition), nl=False)
        return
    answer = procedure_answer(views, found)
    if format_ == "json":
        click.echo(as_json(answer))
        return
    from zltrec.procedure.drawing import step_rows

    if format_ == "table":
        click.echo(
            _("{title} (edition {edition}); source: {source}").format(
                title=answer["title"], edition=answer["edition"], source=answer["source"]
            )
        )
    print_rows(step_rows(found.definition), STEP_COLUMNS, format_)
    if format_ == "table":
        for note in found.definition.notes:
            click.echo(f"* {note}")


@command.command("fields", help=_("The fields that cases of a procedure have, with their types."))
@click.argument("procedure")
@known_at_option()
@format_option()
@pass_session
def fields(session: Session, procedure: str, known_at: str | None, format_: str) -> None:
    from zltrec.projections.procedure_rows import FIELD_COLUMNS, field_rows

    rows = field_rows(session.views(known_at), procedure)
    print_rows(rows, FIELD_COLUMNS, format_)


@command.command("check", help=_("Read a procedure whole, and name every error with its line."))
@click.argument("file", type=click.Path(path_type=Path))
@answer_format()
@pass_session
def check(session: Session, file: Path, format_: str) -> None:
    from zltrec.cli.procedure_check import known_definitions, say_approval
    from zltrec.records.procedures import check_text

    text = read_text(file)
    checked = check_text(text, known_definitions(session))
    if format_ == "json":
        problems = [{"line": p.line, "message": say_error(p.error)} for p in checked.problems]
        click.echo(as_json({"file": str(file), "problems": problems}))
    else:
        for problem in checked.problems:
            said = say_error(problem.error)
            click.echo(
                _("{name}, line {line}: {reason}").format(name=file, line=problem.line, reason=said)
            )
    if checked.problems:
        raise CheckFailed(
            "{file} is not in order, at {count} places", file=file, count=len(checked.problems)
        )
    session.say(_("{file} is in order").format(file=file))
    say_approval(session, text)


@command.command(
    "adopt",
    help=_(
        "Make an edition a rule of the store; a later one needs its office's approval of"
        " procedure:ID, and `procedure check` says with which action."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@answer_format()
@pass_session
def adopt(session: Session, file: Path, format_: str) -> None:
    from zltrec.records.procedures import adopt_edition

    workspace = session.workspace
    written = adopt_edition(workspace.records, read_text(file), today=workspace.today)
    print_written(format_, written.id, written.position)


@command.command(
    "set",
    help=_(
        "Set a figure that is a setting, or decide a reading; needs the office's approval of"
        " procedure:ID, action `set NAME VALUE`."
    ),
)
@click.argument("procedure")
@click.argument("name")
@click.argument("value")
@answer_format()
@pass_session
def set_(session: Session, procedure: str, name: str, value: str, format_: str) -> None:
    from zltrec.records.procedures import set_value

    workspace = session.workspace
    written = set_value(workspace.records, procedure, name, value, today=workspace.today)
    print_written(format_, written.id, written.position)


@command.command("enter", help=_("Enter what no event can know of a period, with its source."))
@click.argument("procedure")
@click.argument("measure")
@click.argument("period")
@click.argument("value")
@click.option("--basis", required=True, metavar="TEXT", help=_("Where the value comes from."))
@answer_format()
@pass_session
def enter(
    session: Session,
    procedure: str,
    measure: str,
    period: str,
    value: str,
    basis: str,
    format_: str,
) -> None:
    from zltrec.records.procedures import enter_value

    workspace = session.workspace
    written = enter_value(
        workspace.records, procedure, measure, period, value, basis, today=workspace.today
    )
    print_written(format_, written.id, written.position)


for part in (form.form, report.report, report.reports):
    command.add_command(part)
