"""`zltrec setting`: rules that an office may change, each change approved."""

from __future__ import annotations

import click

from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, format_option
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.domain.setting import SETTINGS, value_of


@click.group("setting", help=_("Rules that an office may change, each change approved."))
def command() -> None:
    pass


@command.command("list", help=_("List the settings in force."))
@format_option()
@pass_session
def list_(session: Session, format_: str) -> None:
    with session.workspace.records.looking() as look:
        rows = [
            {
                "name": name,
                "value": value_of(name, look.registers),
                "default": setting.default,
                "purpose": _(setting.purpose),
            }
            for name, setting in SETTINGS.items()
        ]
    print_rows(rows, ("name", "value", "default", "purpose"), format_)


@command.command(
    "set",
    help=_(
        "Change a setting. The approval has to be in: SUBJECT is"
        " setting:NAME, ACTION is 'set VALUE'."
    ),
)
@click.argument("name")
@click.argument("value")
@answer_format()
@pass_session
def set_(session: Session, name: str, value: str, format_: str) -> None:
    from zltrec.records.settings import change_setting

    workspace = session.workspace
    written = change_setting(workspace.records, name, value, today=workspace.today)
    print_answer(
        {"id": written.id, "position": written.position},
        format_,
        _("{name} is {value} from position {position} on").format(
            name=name, value=value, position=written.position
        ),
    )
