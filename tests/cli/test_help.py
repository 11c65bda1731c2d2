"""Every command says what it does, and of every option what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from zltrec.cli.commands import COMMANDS
from zltrec.cli.main import program

from .terminal import Terminal

# The contract's commands that there are so far, by their words.
CONTRACT = (
    *("init", "import gazette", "timeline", "search", "export", "completion"),
    *(f"chronicle {n}" for n in ("add", "amend", "retract", "move", "list", "render", "publish")),
    *(f"notice {n}" for n in ("list", "show", "add", "amend", "retract")),
    *(f"roster {n}" for n in ("list", "show", "appoint", "release", "amend")),
    *(f"officer {n}" for n in ("found", "add", "assign", "release", "enroll", "revoke", "list")),
    *(f"approval {n}" for n in ("request", "sign", "submit", "record", "list", "verify")),
    *("procedure list", "procedure show", "procedure check", "procedure adopt"),
    *(f"case {n}" for n in ("open", "move", "amend", "reverse", "list", "show")),
    *("due", "ledger list", "ledger show"),
    *(f"audit {n}" for n in ("log", "replay", "verify", "seal", "check-seal")),
    *(f"audit {n}" for n in ("prove", "check-proof", "diff")),
)
# Options of the contract, and of what the commands share.
OPTIONS = {
    "init": "--zone --registrar --key --format",
    "import gazette": "--dry-run --yes --encoding --format",
    "chronicle add": "--date --batch --format",
    "chronicle amend": "--date --reason --format",
    "chronicle retract": "--reason --format",
    "chronicle move": "--after --format",
    "chronicle list": "--from --to --contains --as-of --known-at --format",
    "chronicle render": "--format --known-at",
    "notice list": "--as-of --known-at --format",
    "roster list": "--as-of --known-at --format",
    "roster show": "--as-of --known-at --format",
    "officer found": "--key --format",
    "officer add": "--sign --format",
    "approval request": "--approve --reject --reason --office --scope --on --valid-until --out",
    "approval sign": "--key",
    "approval submit": "--signature --format",
    "approval record": "--approve --reject --office --by --paper --on --format",
    "procedure list": "--known-at --format",
    "procedure show": "--known-at --format",
    "procedure check": "--format",
    "procedure adopt": "--format",
    "case open": "--number --set --on --batch --format",
    "case move": "--set --file --on --reason --batch --format",
    "case amend": "--set --reason --format",
    "case reverse": "--reason --format",
    "case list": "--state --overdue --as-of --known-at --format",
    "case show": "--as-of --known-at --format",
    "due": "--on --office --days --known-at --format",
    "ledger show": "--as-of --known-at --format",
    "timeline": "--case --contains --from --to --as-of --known-at --format",
    "search": "--as-of --known-at --format",
    "audit log": "--from --to --subject --format",
    "audit replay": "--to --subject --format",
    "audit verify": "--since-seal --sample --report --format",
    "audit seal": "--key --out --format",
    "audit check-seal": "--key --format",
    "audit prove": "--out",
    "export": "--out --format --as-of --known-at",
}


def walk(
    command: click.Command, words: tuple[str, ...] = (), parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command]]:
    """Every command under this one, itself first, by the words that call it."""
    context = click.Context(command, parent=parent, info_name=words[-1] if words else "zltrec")
    yield " ".join(words), command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            under = command.get_command(context, name)
            assert under is not None, f"{name} is listed, and is not there"
            yield from walk(under, (*words, name), context)


ALL = dict(walk(program()))


@pytest.mark.parametrize("words", ALL)
def test_every_command_and_option_has_help(words: str) -> None:
    """A sentence for the command, ending as one does, and a sentence for each option."""
    command = ALL[words]
    assert command.help, words
    assert command.help.rstrip().endswith("."), command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{words} {parameter.opts}"


def test_the_contracts_commands_and_options_are_there() -> None:
    """No name of the contract is missing or renamed."""
    assert set(CONTRACT) <= set(ALL)
    for words, options in OPTIONS.items():
        there = {
            opt
            for parameter in ALL[words].params
            for opt in (*parameter.opts, *parameter.secondary_opts)
        }
        assert set(options.split()) <= there, words


def test_global_options() -> None:
    """--store, --actor, --lang, --quiet, --debug stand before the command."""
    there = {opt for parameter in ALL[""].params for opt in parameter.opts}
    assert {"--store", "--actor", "--lang", "--quiet", "--debug"} <= there


def test_the_programs_help_lists_every_command(nowhere: Terminal) -> None:
    """Each with its one line; on stdout, with 0; -h is the same."""
    said = nowhere.done("--help").out
    assert nowhere.done("-h").out == said
    listed = re.findall(r"^  (\S+) +\S", said.partition("Commands:")[2], re.M)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("words", ["chronicle", "chronicle add", "approval record", "export"])
def test_help_of_a_command(nowhere: Terminal, words: str) -> None:
    """It needs no store and shows how the command is called, options and all."""
    said = nowhere.done(*words.split(), "--help").out
    assert said.startswith(f"Usage: zltrec {words} ")
    for parameter in ALL[words].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in said


def test_defaults_and_choices_are_shown(nowhere: Terminal) -> None:
    """What happens without an option, and what it may be, stands in its help."""
    said = " ".join(nowhere.done("chronicle", "list", "--help").out.split())
    assert "[table|json|jsonl|csv|md]" in said
    assert "default: table" in said
