"""What leaves of a case: `zltrec case print`, a form of it as a page, and `zltrec case file`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, format_option, known_at_option, personal_option
from zltrec.cli.paper import (
    PAPER_FORMATS,
    check_way,
    give_paper,
    out_option,
    paper_bytes,
    paper_option,
)
from zltrec.cli.session import Session, pass_session
from zltrec.cli.taking import check_used, release_options, take_out
from zltrec.errors import BadUsage, Refused


@click.command("print", help=_("A form of a case's procedure with the case's values, as a page."))
@click.argument("case")
@click.argument("form")
@paper_option()
@personal_option()
@release_options()
@as_of_option()
@known_at_option()
@format_option(*PAPER_FORMATS)
@pass_session
def print_(
    session: Session,
    case: str,
    form: str,
    out: Path | None,
    personal: bool,
    releases: tuple[str, ...],
    on_: str,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.papers import case_paper
    from zltrec.projections.releases import Releases

    scope, views = session.scope(as_of, personal=personal), session.views(known_at)
    released = Releases(views, releases)
    paper = case_paper(views, replace(scope, released=released), case, form)
    data = paper_bytes(paper.page, paper.label, format_)
    used = released.take_used()
    check_used(released.numbers, used)
    check_way(format_, out)
    if used:
        what, digest = f"{paper.number} {form}.{format_}", hashlib.sha256(data).hexdigest()
        take_out(session, [(one, what, digest) for one in used], views.position, on_)
    give_paper(data, out)


@click.command("file", help=_("Get a file of a case out of the store: the last one of its kind."))
@click.argument("case")
@click.argument("kind")
@out_option(_("Where to write the file; else it goes to standard output."))
@click.option(
    "--sha256", "digest", default="", metavar="DIGEST", help=_("An earlier one of that kind.")
)
@release_options()
@pass_session
def file_(
    session: Session,
    case: str,
    kind: str,
    out: Path | None,
    digest: str,
    releases: tuple[str, ...],
    on_: str,
) -> None:
    from zltrec.projections.case_files import find_file
    from zltrec.projections.releases import Releases

    views = session.views(None)
    found = find_file(views, case, kind, digest)
    data = session.workspace.files.read(found.held.sha256)
    if not found.is_confidential:
        if releases:
            raise BadUsage("{kind} is not confidential; it needs no release", kind=kind)
        give_paper(data, out)
        return
    used = Releases(views, releases).covering(found.edition, found.snapshot)
    if used is None:
        section = found.section
        raise Refused(
            "{kind} of {number} is confidential ({section}); name a release that covers it:"
            " --release CASE",
            kind=kind,
            number=found.snapshot.number,
            section=section or "-",
        )
    check_way("", out)
    what = f"{found.snapshot.number} {kind} {found.held.name}"
    take_out(session, [(used, what, found.held.sha256)], views.position, on_)
    give_paper(data, out)
