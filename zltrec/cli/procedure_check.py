"""What `zltrec procedure check` says beside the errors; a store helps, but is not needed."""

from __future__ import annotations

from zltrec.cli.messages import _
from zltrec.cli.session import Session
from zltrec.errors import ZltrecError
from zltrec.procedure.definition import Definition


def known_definitions(session: Session) -> dict[str, Definition]:
    """The procedures that a text may refer to: of the store, or the bundled ones without one."""
    from zltrec.domain.procedure import definitions, read_text
    from zltrec.workspace import bundled_procedures

    try:
        with session.workspace.records.looking() as look:
            return definitions(look.registers)
    except ZltrecError:
        bundled = (read_text(text) for text in bundled_procedures())
        return {one.id: one for one in bundled}


def say_approval(session: Session, text: str) -> None:
    """Says what an approval of the text has to name, if it needs one."""
    from zltrec.records.procedures import approval_wanted

    try:
        with session.workspace.records.looking() as look:
            wanted = approval_wanted(look, text)
    except ZltrecError:
        return
    if wanted is not None:
        subject, action, office = wanted
        session.say(
            _("to adopt it, {office} has to approve: {subject} '{action}'").format(
                office=office, subject=subject, action=action
            )
        )
