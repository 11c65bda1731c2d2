"""What columns are called for people; keys in JSON and CSV stay as they are."""

from __future__ import annotations

from zltrec.cli.messages import N_, _

LABELS = {
    "action": N_("Action"),
    "actor": N_("Actor"),
    "addressees": N_("Addressees"),
    "attachments": N_("Attachments"),
    "body": N_("Body"),
    "changes": N_("Changes"),
    "cites": N_("Cites"),
    "columns": N_("Columns"),
    "data": N_("Data"),
    "end": N_("End"),
    "formed_on": N_("Formed on"),
    "from": N_("From"),
    "id": N_("Id"),
    "issued_on": N_("Issued on"),
    "issuer": N_("Issuer"),
    "kind": N_("Kind"),
    "label": N_("What"),
    "line": N_("Line"),
    "members": N_("Members"),
    "message": N_("Message"),
    "name": N_("Name"),
    "notice": N_("Notice"),
    "number": N_("No."),
    "occurred": N_("Occurred"),
    "office": N_("Office"),
    "on": N_("On"),
    "plan_title": N_("Plan"),
    "position": N_("Position"),
    "precision": N_("Precision"),
    "procedure": N_("Procedure"),
    "recorded_at": N_("Recorded at"),
    "role": N_("Role"),
    "roster": N_("Roster"),
    "seat": N_("Office at"),
    "snippet": N_("Snippet"),
    "source": N_("Source"),
    "start": N_("Start"),
    "status": N_("Status"),
    "subject": N_("Subject"),
    "text": N_("Text"),
    "title": N_("Title"),
    "to": N_("To"),
    "type": N_("Type"),
    "version": N_("Version"),
}


def label(column: str) -> str:
    """A column's name in the language that is spoken."""
    return _(LABELS[column]) if column in LABELS else column
