"""What commands there are, with their one-line help, each loaded only when it is called.

click's documented lazy group loads every module for `--help`; here the short
help stands in the table, so that help costs no import.
"""

from __future__ import annotations

from importlib import import_module

import click

from zltrec.cli.messages import N_, _

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", N_("Make a store here or in a folder.")),
    "import": ("importing", N_("Take in a gazette: chronicle, notices, rosters.")),
    "chronicle": ("chronicle", N_("Record, correct, list and print chronicle entries.")),
    "notice": ("notice", N_("Issued documents, and plans without a notice.")),
    "roster": ("roster", N_("Bodies, and who sits in them from when to when.")),
    "officer": ("officer", N_("Who may sign: officers, their offices and keys.")),
    "approval": ("approval", N_("Decisions for an office: by key, or recorded from paper.")),
    "procedure": ("procedure", N_("Workflows, each a file of rules, and their editions.")),
    "case": ("case", N_("Cases that move by a procedure: open, move, correct, show.")),
    "filing": ("filing", N_("Periodic filings: what is owed, asked for, submitted, assessed.")),
    "promise": ("promise", N_("What the plans promise: the page for the mayor; ticking off.")),
    "due": ("due", N_("What is owed by whom: the morning page.")),
    "setting": ("setting", N_("Rules that an office may change, each change approved.")),
    "calendar": ("calendar", N_("Calendars of working days, each year's adopted.")),
    "timeline": ("timeline", N_("Everything in one line of time.")),
    "search": ("search", N_("Full text, Chinese included, from one character up.")),
    "ledger": ("ledger", N_("Every ledger, and its rows.")),
    "audit": ("audit", N_("The log itself: list, replay, verify, seal, prove.")),
    "export": ("export", N_("Write ledgers to files, with a manifest.")),
    "sql": ("sql", N_("The ledgers as tables for sqlite3, DuckDB, Datasette.")),
    "completion": ("completion", N_("Print the completion script of a shell.")),
}


class LazyGroup(click.Group):
    """A group whose commands are imported one by one, on call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = COMMANDS.get(cmd_name)
        if known is None:
            return None
        command: click.Command = import_module(f"zltrec.cli.{known[0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(help_)) for name, (_module, help_) in COMMANDS.items()])
