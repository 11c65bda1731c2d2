"""What all parts of a procedure share, whatever they say."""

from __future__ import annotations

import msgspec


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What every part of a procedure has in common: the section, and the line, it comes from."""

    section: str = ""
    line: int | None = None


class Named(Part, frozen=True, kw_only=True):
    """A part with an id (ASCII, as conditions name it) and a label (as the document prints it)."""

    id: str
    label: str = ""


class Rule(Part, frozen=True, kw_only=True):
    """A condition that must hold, and what a refusal says."""

    that: str
    why: str = ""
