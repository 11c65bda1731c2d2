"""What columns are called for people; keys in JSON and CSV stay as they are."""

from __future__ import annotations

from zltrec.cli.messages import N_, _

LABELS = {
    "account": N_("Account"),
    "action": N_("Action"),
    "actor": N_("Actor"),
    "addressees": N_("Addressees"),
    "after": N_("After"),
    "among": N_("Among"),
    "amount": N_("Amount"),
    "approval": N_("Approval"),
    "asked_at": N_("Asked at"),
    "asked_by": N_("Asked by"),
    "at": N_("At"),
    "attachments": N_("Attachments"),
    "balance": N_("Balance"),
    "basis": N_("Basis"),
    "before": N_("Before"),
    "body": N_("Body"),
    "by": N_("By"),
    "case": N_("Case"),
    "cases": N_("Cases"),
    "catalogue": N_("Catalogue"),
    "change": N_("Change"),
    "changes": N_("Changes"),
    "chosen": N_("Chosen"),
    "choices": N_("Choices"),
    "cites": N_("Cites"),
    "clock": N_("Clock"),
    "column": N_("Column"),
    "columns": N_("Columns"),
    "cumulative": N_("Cumulative"),
    "data": N_("Data"),
    "date": N_("Date"),
    "decided": N_("Decided"),
    "decided_by": N_("Decided by"),
    "decided_on": N_("Decided on"),
    "decision": N_("Decision"),
    "default": N_("Default"),
    "differing": N_("Different now"),
    "due_on": N_("Due on"),
    "edition": N_("Edition"),
    "end": N_("End"),
    "every": N_("Every"),
    "evidence": N_("Evidence"),
    "floor": N_("Floor"),
    "follows": N_("Follows seat"),
    "form": N_("Form"),
    "formed_on": N_("Formed on"),
    "frequency": N_("Frequency"),
    "from": N_("From"),
    "grade": N_("Grade"),
    "holidays": N_("Days off"),
    "id": N_("Id"),
    "in": N_("In"),
    "in_period": N_("In the period"),
    "issued_on": N_("Issued on"),
    "issuer": N_("Issuer"),
    "item": N_("Item"),
    "kept": N_("Kept"),
    "kept_on": N_("Kept on"),
    "key": N_("Key"),
    "keys": N_("Keys"),
    "kind": N_("Kind"),
    "label": N_("What"),
    "last_on": N_("Last step"),
    "ledger": N_("Ledger"),
    "line": N_("Line"),
    "measure": N_("Measure"),
    "members": N_("Members"),
    "message": N_("Message"),
    "month": N_("Month"),
    "name": N_("Name"),
    "needs": N_("Needs"),
    "no": N_("No."),
    "note": N_("Note"),
    "notice": N_("Notice"),
    "now": N_("Now"),
    "number": N_("No."),
    "occurred": N_("Occurred"),
    "of": N_("Of"),
    "office": N_("Office"),
    "officer": N_("Officer"),
    "offices": N_("Offices"),
    "on": N_("On"),
    "opened": N_("Opened"),
    "out": N_("Out"),
    "outcome": N_("Outcome"),
    "overdue": N_("Overdue"),
    "paper": N_("Paper"),
    "part": N_("Part"),
    "percent": N_("Percent"),
    "period": N_("Period"),
    "plan_title": N_("Plan"),
    "position": N_("Position"),
    "precision": N_("Precision"),
    "printed": N_("As printed"),
    "procedure": N_("Procedure"),
    "provisional": N_("Provisional"),
    "published": N_("Published text"),
    "published_date": N_("Published date"),
    "purpose": N_("Purpose"),
    "reached": N_("Reached"),
    "readings": N_("Readings"),
    "reason": N_("Reason"),
    "recorded_at": N_("Recorded at"),
    "recorded_by": N_("Recorded by"),
    "reported": N_("Reported"),
    "role": N_("Role"),
    "roster": N_("Roster"),
    "row": N_("Row"),
    "scope": N_("Scope"),
    "seat": N_("Office at"),
    "section": N_("Section"),
    "signs": N_("Approvals"),
    "snippet": N_("Snippet"),
    "source": N_("Source"),
    "start": N_("Start"),
    "state": N_("State"),
    "status": N_("Status"),
    "subject": N_("Subject"),
    "submitted_on": N_("Submitted on"),
    "target": N_("Target"),
    "text": N_("Text"),
    "title": N_("Title"),
    "to": N_("To"),
    "type": N_("Type"),
    "unit": N_("Unit"),
    "unmet": N_("Checks not met"),
    "until": N_("Up to"),
    "valid": N_("Valid"),
    "valid_until": N_("Valid until"),
    "value": N_("Value"),
    "version": N_("Version"),
    "wait": N_("Waits"),
    "what": N_("What"),
    "when": N_("When"),
    "why": N_("Why"),
    "workdays": N_("Days worked"),
    "year": N_("Year"),
}


def label(column: str) -> str:
    """A column's name in the language that is spoken."""
    return _(LABELS[column]) if column in LABELS else column


ERRATA = {
    "amended": N_("amended: {published} → {text}"),
    "retracted": N_("retracted: {published}"),
    "added": N_("added: {text}"),
}


def paper_word(word: str) -> str:
    """What a paper says where the print has no word, in the language that is spoken: the head of
    a form's column, the sentence of an erratum."""
    return _(ERRATA[word]) if word in ERRATA else label(word)


CHANGES = {
    "period": N_("of the period"),
    "cumulative": N_("cumulative"),
    "late": N_("recorded later"),
    "amended": N_("corrected"),
    "reversed": N_("taken back"),
    "entered": N_("entered"),
    "edition": N_("moved to an edition"),
    "adopted": N_("edition adopted"),
    "set": N_("set"),
    "calendar": N_("calendar adopted"),
}


def change(word: str | None) -> str | None:
    """Which value of a report is another, or by what: in the language that is spoken."""
    return None if word is None else _(CHANGES.get(word, word))


STANDINGS = {"met": N_("met"), "late": N_("late"), "open": N_("open"), "overdue": N_("overdue")}


def standing(status: str) -> str:
    """How something owed stands, in the language that is spoken; in JSON and CSV it is as it is."""
    return _(STANDINGS.get(status, status))


REASONS = (
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("Too many levels of symbolic links"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Device or resource busy"),
    N_("Input/output error"),
    N_("Too many open files"),
    N_("database is locked"),
    N_("database or disk is full"),
    N_("database disk image is malformed"),
    N_("file is not a database"),
    N_("disk I/O error"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
)
"""Why a file could not be used, as the C library and SQLite word it."""


def file_reason(said: object) -> object:
    """Such a reason (a text or the error itself) in the language that is spoken; else as it is."""
    text = said.strerror if isinstance(said, OSError) and said.strerror else str(said)
    return _(text) if text in REASONS else said
