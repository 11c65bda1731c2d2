"""Options that several commands share, each said once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zltrec.cli.messages import _

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

LIST_FORMATS = ("table", "json", "jsonl", "csv", "md")


def filled(_context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
    """A callback of options whose text, if one is given, must not be blank."""
    given = value if isinstance(value, tuple) else (value,)
    if any(text is not None and not text.strip() for text in given):
        raise click.BadParameter(_("it is empty"))
    return value


def format_option(*formats: str) -> Decorator:
    """`--format`; the first is the default. Without arguments: a listing's formats."""
    choices = formats or LIST_FORMATS
    return click.option(
        "--format",
        "format_",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help=_("How to print."),
    )


def answer_format() -> Decorator:
    """`--format` of a command that answers one thing."""
    return format_option("text", "json")


def as_of_option() -> Decorator:
    """`--as-of D`."""
    return click.option(
        "--as-of",
        metavar="D",
        help=_("What had ended by that day; today, and undated facts too, without it."),
    )


def known_at_option() -> Decorator:
    """`--known-at P|TIMESTAMP`."""
    return click.option(
        "--known-at",
        metavar="P|TIME",
        help=_("As the log knew it at a position or a moment."),
    )


def period_option() -> Decorator:
    """`--period P`."""
    return click.option(
        "--period",
        metavar="P",
        help=_("Only filings of periods within this one (2022, 2022-Q2), and cases opened in it."),
    )


def batch_option() -> Decorator:
    """`--batch FILE|-`."""
    return click.option(
        "--batch",
        metavar="FILE|-",
        help=_("Many at once, all or none: JSON lines, or CSV with a head line (*.csv)."),
    )


def personal_option() -> Decorator:
    """`--personal`."""
    return click.option(
        "--personal", is_flag=True, help=_("Show personal values, which are masked else.")
    )


def confidential_option() -> Decorator:
    """`--confidential`."""
    return click.option(
        "--confidential",
        is_flag=True,
        help=_(
            "Show here what is confidential, which is masked else; to take it out needs a release."
        ),
    )


def span_options() -> Decorator:
    """`--from D --to D --contains TEXT`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option(
                "--contains",
                metavar="TEXT",
                default="",
                help=_("Only what contains this text; blanks and width ignored."),
            ),
            click.option("--to", "last", metavar="D", help=_("Only what overlaps up to then.")),
            click.option("--from", "first", metavar="D", help=_("Only what overlaps from then.")),
        ):
            function = option(function)
        return function

    return decorate


def reason_option(*, required: bool = True) -> Decorator:
    """`--reason R`."""
    why = _("Why; it stands in the log.")
    if required:
        # Without a default: click takes None for one, and would pass it on.
        return click.option("--reason", metavar="R", required=True, help=why, callback=filled)
    return click.option("--reason", metavar="R", default="", help=why)


def scope_option() -> Decorator:
    """`--scope S`."""
    return click.option(
        "--scope",
        metavar="S",
        default="",
        help=_("Which township, village or street; none is the whole city."),
    )


def day_option(help_: str) -> Decorator:
    """`--on D`, today by default; `help_` is translated already."""
    return click.option("--on", "on_", metavar="D", default="today", show_default=True, help=help_)
