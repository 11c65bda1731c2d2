"""`zltrec procedure report`, `procedure reports`: a form frozen as it is reported."""

from __future__ import annotations

import click

from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import (
    answer_format,
    as_of_option,
    day_option,
    format_option,
    known_at_option,
    reason_option,
)
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, pass_session


@click.command(
    "report",
    help=_(
        "Report a form for a period: its values are frozen, with the position that they are of."
        " A second report of the period, or one that its checks contradict, needs --reason."
    ),
)
@click.argument("procedure")
@click.argument("form")
@click.argument("period")
@day_option(_("The day of the report; before the period's end, only what was by then counts."))
@reason_option(required=False)
@answer_format()
@pass_session
def report(
    session: Session, procedure: str, form: str, period: str, on_: str, reason: str, format_: str
) -> None:
    from zltrec.projections.form_rows import form_page
    from zltrec.records.reports import Brought, report_form

    workspace, on = session.workspace, session.day(on_)
    views = session.views(None)
    page = form_page(views, procedure, form, period, on)
    named = (procedure, form, page.period.text)
    brought = Brought(*named, page.edition, views.position, page.rows, page.faults)
    written = report_form(workspace.records, brought, on=on, reason=reason, today=workspace.today)
    until = page.until.isoformat()
    for fault in page.faults:
        session.say(say_error(fault.said))
    if page.until < page.period.last:
        session.say(
            _("{period} is not over on {on}: the values are those up to {until}").format(
                period=page.period.text, on=on.isoformat(), until=until
            )
        )
    print_answer(
        {"id": written.id, "number": written.number, "position": written.position}
        | {"at": views.position, "until": until},
        format_,
        _(
            "{id}, report {number}: values up to {until}, as the log knew them at position {at};"
            " at position {position}"
        ).format(
            id=written.id,
            number=written.number,
            until=until,
            at=views.position,
            position=written.position,
        ),
    )


@click.command(
    "reports",
    help=_("The reports of forms, in order, and how many values of each are different now."),
)
@click.argument("procedure", required=False)
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def reports(
    session: Session,
    procedure: str | None,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.case_rows import check_procedure
    from zltrec.projections.report_differences import REPORT_COLUMNS, report_rows

    views = session.views(known_at)
    check_procedure(views, procedure, None)
    rows = report_rows(views, session.scope(as_of), procedure)
    hidden = ("unmet", "actor") if format_ == "table" else ()
    print_rows(rows, [c for c in REPORT_COLUMNS if c not in hidden], format_)
