"""Private values against the log: each is the one committed to, and none is gone unsaid.

What was disposed of is in neither list. No fault names a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zltrec.audit.findings import Findings
from zltrec.errors import Unreadable
from zltrec.proof.commitment import check_commitment
from zltrec.proof.faults import ProofError


def check_private(
    known: Mapping[str, str], rows: Iterable[tuple[str, bytes, str]], findings: Findings
) -> None:
    """Recomputes the commitment of every value that is kept (`rows`: commitment, salt, value).

    `known` is what the log says is kept: commitment -> subject/field.
    """
    gone = set(known)
    try:
        for commitment, salt, value in rows:
            findings.private += 1
            if commitment not in known:
                findings.fault(
                    None,
                    "private",
                    "there is a private value ({commitment}) that no event committed to",
                    commitment=commitment,
                )
                continue
            gone.discard(commitment)
            try:
                check_commitment(commitment, salt, value)
            except ProofError:
                findings.fault(
                    None,
                    "private",
                    "the private value of {place} ({commitment}) or its salt was changed",
                    place=known[commitment],
                    commitment=commitment,
                )
    except Unreadable as error:
        findings.fault(None, "private", "the private values cannot be read: {reason}", reason=error)
        return
    for commitment in sorted(gone):
        findings.fault(
            None,
            "private",
            "the private value of {place} ({commitment}) is gone, and no disposal says so",
            place=known[commitment],
            commitment=commitment,
        )
