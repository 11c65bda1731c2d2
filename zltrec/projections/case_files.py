"""The files of a case, as its steps brought them in."""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.errors import BadUsage, Refused
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import FileHeld, Snapshot
from zltrec.projections.case_rows import find_number
from zltrec.projections.cases import find_case
from zltrec.projections.projection import Reads
from zltrec.projections.worlds import worlds_of


@dataclass(frozen=True)
class FoundFile:
    """A file, with the case that it belongs to and the edition in force of its procedure."""

    held: FileHeld
    edition: Edition
    snapshot: Snapshot

    @property
    def is_confidential(self) -> bool:
        """Whether it leaves only by a release."""
        return self.edition.secrecy.is_file(self.held.kind)

    @property
    def section(self) -> str:
        """The section by which it does."""
        release = self.edition.definition.release
        return "" if release is None else release.section


def find_file(views: Reads, given: str, kind: str, digest: str = "") -> FoundFile:
    """The last file of a kind that a case has; with the beginning of a digest, that one.

    Raises Refused for a case or a file that is not there, BadUsage for a kind that is not in.
    """
    case = find_case(views, find_number(views, given))
    assert case is not None
    snapshot = case.snapshot()
    held = [one for step in snapshot.steps for one in step.files]
    if kind not in [one.kind for one in held]:
        raise BadUsage(
            "{number} has no file of the kind {kind}; it has {kinds}",
            number=case.number,
            kind=kind,
            kinds=", ".join(dict.fromkeys(one.kind for one in held)) or "-",
        )
    found = [one for one in held if one.kind == kind and one.sha256.startswith(digest.lower())]
    if not found:
        raise Refused(
            "{number} has no {kind} whose digest begins with {digest}; `case show {number}` lists"
            " them",
            number=case.number,
            kind=kind,
            digest=digest,
        )
    edition = worlds_of(views, None).editions[case.procedure]
    return FoundFile(found[-1], edition, snapshot)
