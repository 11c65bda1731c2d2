"""What must be unique among cases: the claim that a value makes."""

from __future__ import annotations

import unicodedata
from typing import Any

from zltrec.procedure.definition import Field, Unique
from zltrec.procedure.snapshot import Claim


def claim_of(one: Field, unique: Unique, value: Any) -> Claim:
    """The claim that a value of a field makes."""
    return claim_within(one.id, unique.within, value)


def claim_within(field: str, within: str, value: Any) -> Claim:
    """As `claim_of`; width and blanks make no difference, for so they differ in print."""
    folded = unicodedata.normalize("NFKC", str(value))
    return Claim(f"{field}/{within}", "".join(folded.split()))
