"""A page on its way to paper: as Markdown or DOCX, to a new file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zltrec.cli.keys import write_new
from zltrec.cli.messages import _
from zltrec.cli.options import Decorator
from zltrec.errors import BadUsage

MARKDOWN, DOCX = "md", "docx"
PAPER_FORMATS = (MARKDOWN, DOCX)
_ZIP = b"PK"


def paper_option() -> Decorator:
    """`--out FILE` of a page."""
    return click.option(
        "--out",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=_("Where to write the page; else it is printed."),
    )


def paper_bytes(page: str, title: str, format_: str) -> bytes:
    """A page of Markdown as the bytes of a format."""
    if format_ == MARKDOWN:
        return page.encode()
    from zltrec.export.docx import render_docx
    from zltrec.export.markdown import read_markdown

    return render_docx(read_markdown(page), title)


def give_paper(data: bytes, out: Path | None) -> None:
    """Writes a page to a file that is not there yet, or to standard output.

    Raises BadUsage for a DOCX that would go to a terminal.
    """
    if out is not None:
        write_new(out, data)
        return
    if data.startswith(_ZIP) and sys.stdout.isatty():
        raise BadUsage("a DOCX is no text to look at; name a file: --out FILE")
    click.echo(data, nl=False)
