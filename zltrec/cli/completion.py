"""`zltrec completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from zltrec.cli.messages import _


@click.command(
    "completion", help=_("Print the completion script; source it in the shell's profile.")
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    completion = get_completion_class(shell)
    assert completion is not None
    root = context.find_root().command
    click.echo(completion(root, {}, "zltrec", "_ZLTREC_COMPLETE").source())
