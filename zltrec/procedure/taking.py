"""A taking-out of what is confidential, as the case of its release keeps it: one record for each.

Which records those are, the procedure of the release says by their fields.
"""

from __future__ import annotations

from zltrec.procedure.definition import Definition

TAKING = {
    "what": "text",
    "by": "text",
    "day": "date",
    "position": "integer",
    "sha256": "text",
}
"""The fields of a record, by type: what was taken out, who took it, on which day, the position of
the log that it was made at, and the digest of what was written."""


def taking_list(definition: Definition, transition: str) -> str | None:
    """The list field of a step that keeps takings-out; None if it has none."""
    steps = {one.id: one for one in definition.transitions}
    fields = {one.id: one for one in definition.fields}
    for name in steps[transition].fields if transition in steps else ():
        if name in fields:
            kept = {one.id: one.type for one in fields[name].fields}
            if kept.items() >= TAKING.items():
                return name
    return None
