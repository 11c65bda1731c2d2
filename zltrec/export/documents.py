"""The documents of an export: months of the chronicle, forms for a period, papers of cases.

A form is there for the period in which the as-of day lies, if its procedure has a case,
or a value that was entered, by then. A paper is there for each case that has taken a step
by then. Nothing is in a document that the commands for it would not show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from urllib.parse import quote
from zoneinfo import ZoneInfo

from zltrec.errors import BadUsage
from zltrec.export.form_page import form_docx
from zltrec.export.markdown import markdown_docx
from zltrec.export.month import month_docx, month_page
from zltrec.procedure.periods import parse_period, period_of
from zltrec.procedure.printed import Form
from zltrec.procedure.world import World
from zltrec.projections.chronicle import entry_months
from zltrec.projections.form_rows import value_rows
from zltrec.projections.issues import published_months
from zltrec.projections.papers import case_paper
from zltrec.projections.procedures import definitions
from zltrec.projections.rows import Scope
from zltrec.projections.views import Views
from zltrec.projections.worlds import worlds_of

CHRONICLE = "chronicle"
_NO_NAME = re.compile(r"""[\s\x00-\x1f\x7f%/\\:*?"<>|]""")  # what some file system does not take
_LONGEST = 200  # bytes of a case's number in a file's name, of which a file system takes 255


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its file's name, and what makes its bytes, with how many entries or values
    stand in it (a paper is one)."""

    path: str
    make: Callable[[], tuple[bytes, int]]


def documents_of(
    views: Views, scope: Scope, names: Sequence[str], zone: ZoneInfo
) -> list[Document]:
    """The documents of those names (none: all), in the order of chronicle, procedures, cases.

    A name is `chronicle`, or the id of a form or of a paper. `scope` has a day. Raises BadUsage
    for a name that there is not, with those that there are.
    """
    known = {procedure: one.forms for procedure, one in definitions(views).items() if one.forms}
    there = dict.fromkeys((CHRONICLE, *(one.id for forms in known.values() for one in forms)))
    for name in names:
        if name not in there:
            raise BadUsage(
                "there is no document {name}; there are {names}", name=name, names=", ".join(there)
            )
    wanted = frozenset(names or there)
    day = scope.as_of
    assert day is not None
    found: list[Document] = []
    if CHRONICLE in wanted:
        found += _months(views, day, zone)
    for procedure, forms in known.items():
        asked = [one for one in forms if one.id in wanted]
        if asked:
            world = worlds_of(views, day).world(procedure)
            for form in asked:
                of = _period_form if form.over is None else partial(_papers, views, scope)
                found += of(world, form)
    return found


def _months(views: Views, day: date, zone: ZoneInfo) -> Iterator[Document]:
    months = {*entry_months(views, day), *published_months(views.connection, day)}
    for month in sorted(months):
        first = date.fromisoformat(f"{month}-01")
        yield Document(f"{CHRONICLE}-{month}.docx", partial(_month, views, first, zone, day))


def _month(views: Views, first: date, zone: ZoneInfo, day: date) -> tuple[bytes, int]:
    page = month_page(views, first, zone, until=day)
    return month_docx(page), len(page.entries)


def _period_form(world: World, form: Form) -> Iterator[Document]:
    """The form for the period of the world's day, if there is anything that it may be made of."""
    entered = (parse_period(period).first for _measure, period in world.entered)
    if any(True for _one in world.snapshots) or any(first <= world.day for first in entered):
        period = period_of(form.every, world.day)
        yield Document(
            f"{world.edition.id}.{form.id}.{period.text}.docx", partial(_form, world, form)
        )


def _form(world: World, form: Form) -> tuple[bytes, int]:
    period = period_of(form.every, world.day)
    rows = value_rows(world, form, period)
    return form_docx(form, period, rows), len(rows)


def _papers(views: Views, scope: Scope, world: World, form: Form) -> Iterator[Document]:
    for one in world.snapshots:
        path = f"{world.edition.id}.{form.id}.{_in_a_name(one.number)}.docx"
        yield Document(path, partial(_paper, views, scope, one.number, form.id))


def _paper(views: Views, scope: Scope, number: str, form: str) -> tuple[bytes, int]:
    paper = case_paper(views, scope, number, form)
    return markdown_docx(paper.page, paper.label), 1


def _in_a_name(number: str) -> str:
    """A case's number in a file's name: what cannot stand there as %2F; a long one is cut, with
    its digest."""
    name = "".join(quote(one, safe="") if _NO_NAME.match(one) else one for one in number)
    if len(name.encode()) > _LONGEST:
        cut = name.encode()[: _LONGEST - 17].decode(errors="ignore")
        return f"{cut}-{sha256(number.encode()).hexdigest()[:16]}"
    return name
