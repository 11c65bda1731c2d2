"""`zltrec notice`: issued documents, and plans without a notice."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from zltrec.calendar.when import UNDATED, encode_when
from zltrec.cli.messages import _
from zltrec.cli.options import (
    Decorator,
    answer_format,
    as_of_option,
    filled,
    format_option,
    known_at_option,
    reason_option,
    span_options,
)
from zltrec.cli.output import Row, print_answer, print_rows, print_written
from zltrec.cli.session import Session, pass_session
from zltrec.domain.notice import Attachment, Citation, Notice, NoticeContent
from zltrec.errors import BadUsage
from zltrec.projections.ledgers import LEDGERS, find_row


@click.group("notice", help=_("Issued documents, and plans without a notice."))
def command() -> None:
    pass


def _content_options() -> Decorator:
    def decorate(function: Any) -> Any:
        for option in reversed(
            (
                click.option("--issuer", metavar="TEXT", callback=filled, help=_("Who issued it.")),
                click.option("--issued-on", metavar="D", help=_("The day of issue, if printed.")),
                click.option(
                    "--plan",
                    "plan_title",
                    metavar="TITLE",
                    callback=filled,
                    help=_("The plan it brings."),
                ),
                click.option(
                    "--addressee",
                    "addressees",
                    multiple=True,
                    metavar="TEXT",
                    callback=filled,
                    help=_("To whom; may be given again."),
                ),
                click.option(
                    "--attachment",
                    "attachments",
                    multiple=True,
                    metavar="TITLE",
                    callback=filled,
                    help=_("A listed attachment that is there; may be given again."),
                ),
                click.option(
                    "--absent-attachment",
                    "absent",
                    multiple=True,
                    metavar="TITLE",
                    callback=filled,
                    help=_("A listed attachment that is not there; after the others."),
                ),
                click.option(
                    "--cites",
                    multiple=True,
                    metavar="TITLE[=NUMBER]",
                    callback=filled,
                    help=_("A document it cites, with its number; may be given again."),
                ),
            )
        ):
            function = option(function)
        return function

    return decorate


@command.command("add", help=_("Record a notice or plan."))
@click.argument("title")
@click.option(
    "--kind",
    type=click.Choice(("notice", "plan")),
    default="notice",
    show_default=True,
    help=_("An issued document, or a plan without a notice."),
)
@_content_options()
@answer_format()
@pass_session
def add(
    session: Session, /, title: str, kind: str, issued_on: str | None, format_: str, **given: Any
) -> None:
    from zltrec.records.notices import add_notice

    content = _changed(NoticeContent(kind=kind, title=title), given)
    when = session.when(issued_on) if issued_on else UNDATED
    written = add_notice(session.workspace.records, content, when)
    print_written(format_, written.id, written.position)


@command.command(
    "amend", help=_("Correct what is recorded of a notice; only what is given changes.")
)
@click.argument("id_", metavar="ID")
@click.option("--title", metavar="TITLE", help=_("The title as it should be."))
@_content_options()
@reason_option()
@answer_format()
@pass_session
def amend(
    session: Session,
    /,
    id_: str,
    title: str | None,
    issued_on: str | None,
    reason: str,
    format_: str,
    **given: Any,
) -> None:
    from zltrec.records.notices import amend_notice, find_notice

    state: Notice = find_notice(session.workspace.records, id_)
    content = _changed(state.content, given | ({"title": title} if title else {}))
    day = encode_when(session.when(issued_on)) if issued_on else state.occurred
    written = amend_notice(session.workspace.records, state.id, content, day, reason=reason)
    print_written(format_, written.id, written.position)


@command.command("retract", help=_("Take a notice back out of the records."))
@click.argument("id_", metavar="ID")
@reason_option()
@answer_format()
@pass_session
def retract(session: Session, id_: str, reason: str, format_: str) -> None:
    from zltrec.records.notices import retract_notice

    written = retract_notice(session.workspace.records, id_, reason=reason)
    print_written(format_, written.id, written.position)


@command.command("list", help=_("List notices and plans by date of issue, undated ones last."))
@span_options()
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session,
    first: str | None,
    last: str | None,
    contains: str,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    ledger = LEDGERS["notices"]
    columns = ledger.columns
    if format_ in ("table", "md"):
        columns = ("id", "kind", "issued_on", "title", "status", "position")
    scope = session.scope(as_of, first, last, contains)
    print_rows(ledger.rows(session.views(known_at), scope), columns, format_)


@command.command("show", help=_("Show one notice with everything about it."))
@click.argument("id_", metavar="ID")
@as_of_option()
@known_at_option()
@format_option("text", "json", "jsonl", "csv", "md")
@pass_session
def show(session: Session, id_: str, as_of: str | None, known_at: str | None, format_: str) -> None:
    ledger = LEDGERS["notices"]
    scope = session.scope(as_of) if as_of is not None else None
    row = find_row(session.views(known_at), ledger, "id", id_, scope)
    if format_ in ("text", "json"):
        print_answer(row, format_, _page(row))
    else:
        print_rows([row], ledger.columns, format_)


def _page(row: Row) -> str:
    lines = [row["title"], ""]
    for name, value in (
        (_("Issuer"), row["issuer"]),
        (_("Issued on"), row["issued_on"] or _("undated")),
        (_("Addressees"), "、".join(row["addressees"])),
        (_("Plan"), row["plan_title"]),
        (_("Status"), row["status"]),
        (_("Source"), row["source"]),
    ):
        lines.append(f"{name}: {value or '-'}")
    lines.append(_("Attachments") + ":")
    lines += [
        f"  {n}. {a['title']}" + ("" if a["present"] else "  " + _("(not there)"))
        for n, a in enumerate(row["attachments"], start=1)
    ]
    lines.append(_("Cites") + ":")
    lines += [f"  《{c['title']}》{c['number'] or ''}" for c in row["cites"]]
    return "\n".join(lines)


def _changed(content: NoticeContent, given: dict[str, Any]) -> NoticeContent:
    """The content with what was given in its place."""
    changes: dict[str, Any] = {
        name: given[name] for name in ("title", "issuer", "plan_title") if given.get(name)
    }
    if given["addressees"]:
        changes["addressees"] = tuple(given["addressees"])
    if given["attachments"] or given["absent"]:
        listed = [(title, True) for title in given["attachments"]]
        listed += [(title, False) for title in given["absent"]]
        changes["attachments"] = tuple(
            Attachment(n, title, present) for n, (title, present) in enumerate(listed, start=1)
        )
    if given["cites"]:
        cited = [text.partition("=") for text in given["cites"]]
        if not all(title.strip() for title, _eq, _number in cited):
            raise BadUsage("a cited document has no title; write TITLE=NUMBER")
        changes["cites"] = tuple(Citation(title, number or None) for title, _eq, number in cited)
    return msgspec.structs.replace(content, **changes)
