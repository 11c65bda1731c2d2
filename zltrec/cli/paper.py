"""A page on its way to paper: as Markdown or DOCX, to a new file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zltrec.cli.keys import write_new
from zltrec.cli.messages import _
from zltrec.cli.options import Decorator
from zltrec.errors import BadUsage, Refused

MARKDOWN, DOCX = "md", "docx"
PAPER_FORMATS = (MARKDOWN, DOCX)
_ZIP = b"PK"


def out_option(help_: str) -> Decorator:
    """`--out FILE`; `help_` is translated already."""
    return click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help=help_)


def paper_option() -> Decorator:
    """`--out FILE` of a page."""
    return out_option(_("Where to write the page; else it is printed."))


def check_way(format_: str, out: Path | None) -> None:
    """Raises, before anything is done, what `give_paper` would raise.

    Refused for a file that is there already, BadUsage for a DOCX that would go to a terminal.
    """
    if out is not None and out.exists():
        raise Refused("{path} is there already; name another file", path=out)
    if out is None and format_ == DOCX and sys.stdout.isatty():
        raise BadUsage("a DOCX is no text to look at; name a file: --out FILE")


def paper_bytes(page: str, title: str, format_: str) -> bytes:
    """A page of Markdown as the bytes of a format."""
    if format_ == MARKDOWN:
        return page.encode()
    from zltrec.export.markdown import markdown_docx

    return markdown_docx(page, title)


def give_paper(data: bytes, out: Path | None) -> None:
    """Writes a page to a file that is not there yet, or to standard output.

    Raises what `check_way` raises, and Unreadable for a file that cannot be written.
    """
    check_way(DOCX if data.startswith(_ZIP) else MARKDOWN, out)
    if out is not None:
        write_new(out, data)
    else:
        click.echo(data, nl=False)
