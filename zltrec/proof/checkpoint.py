"""Checkpoints: how large the log is and what its root is, as the text of a note.

Follows C2SP `tlog-checkpoint` (c2sp.org/tlog-checkpoint): origin, size and
root on a line each; unknown lines behind them are kept and mean nothing here.
A seal is such a text in a signed note. Knows no keys and no log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zltrec.proof.encoding import decode_base64, encode_base64
from zltrec.proof.faults import ProofError
from zltrec.proof.merkle import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`root` (32 bytes) over the first `size` events of the log named `origin`."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def render_checkpoint(origin: str, size: int, root: bytes) -> str:
    """The three lines; raises ProofError for what `parse_checkpoint` would not read back."""
    text = f"{origin}\n{size}\n{encode_base64(root)}\n"
    if parse_checkpoint(text) != Checkpoint(origin, size, root):
        raise ProofError("the origin {origin} cannot stand in a checkpoint", origin=origin)
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text; raises ProofError if it is none."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or "" in lines:
        raise ProofError("this is no checkpoint: it needs three lines, none of them empty")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise ProofError("this is no checkpoint: its second line has to be a number of events")
    digest = decode_base64(root)
    if len(digest) != HASH_SIZE:
        raise ProofError("this is no checkpoint: its third line has to be a root of 32 bytes")
    return Checkpoint(origin, int(size), digest, tuple(extensions))
