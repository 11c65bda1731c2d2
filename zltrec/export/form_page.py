"""A printed form for a period as a page: title, period, blanks, part by part, the note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zltrec.export.docx import render_docx
from zltrec.export.page import Heading, Page, Paragraph, Run, Table
from zltrec.export.words import printed
from zltrec.procedure.form_sheet import SheetPart, Words, sheet_parts
from zltrec.procedure.periods import Period, printed_period
from zltrec.procedure.printed import Form
from zltrec.projections.rows import Row

_LABEL = 1  # the column that holds the text of a line


def form_parts(
    form: Form, period: Period, rows: Sequence[Row], about: str = "", words: Words = printed
) -> Iterator[tuple[int, str | SheetPart]]:
    """What stands on the page in order: texts with their level (0: none), tables.

    `rows` are the form's values; `about`: what is said of it above the parts.
    """
    yield 1, form.label or form.id
    for text in (f"（{printed_period(period)}）", about, "　".join(form.blanks)):
        if text:
            yield 0, text
    for part in sheet_parts(form, rows, words):
        if part.under:
            yield 2, part.under
        if part.label:
            yield (3 if part.deep else 2), part.label
        yield 0, part
    if form.note:
        yield 0, form.note


def form_docx(
    form: Form, period: Period, rows: Sequence[Row], about: str = "", words: Words = printed
) -> bytes:
    """The page as the bytes of a DOCX file. Raises what `render_docx` raises."""
    page: list[Page] = []
    for level, content in form_parts(form, period, rows, about, words):
        if isinstance(content, SheetPart):
            page.append(_table(content))
        elif level:
            page.append(Heading(level, (Run(content),)))
        else:
            # What stands right under the title is centred as it is.
            set_as = "centre" if len(page) == 1 else "line"
            page.append(Paragraph((Run(content),), set_as))
    return render_docx(page, form.label or form.id)


def _table(part: SheetPart) -> Table:
    """The part as it is printed: a column stands over the heads of its values."""
    before = len(part.heads) - sum(len(over) for _column, over in part.columns)
    heads = list(part.heads[:before])
    spans = [("", 1)] * before
    for column, over in part.columns:
        printed_over = bool(column) and any(over)
        heads += over if printed_over else part.heads[len(heads) : len(heads) + len(over)]
        spans.append((column if printed_over else "", len(over)))
    lines = (heads, *part.rows)
    rows = tuple(tuple((Run(cell),) for cell in line) for line in lines)
    above = tuple(spans) if any(text for text, _count in spans) else ()
    return Table(rows, spans=above, centred=tuple(index != _LABEL for index in range(len(heads))))
