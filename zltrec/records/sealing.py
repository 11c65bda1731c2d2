"""The command that seals: a signed checkpoint of the log as it is, kept and given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zltrec.proof.checkpoint import render_checkpoint
from zltrec.proof.keys import public_line
from zltrec.proof.note import sign_note
from zltrec.records.application import Records

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def seal_log(records: Records, origin: str, key: Ed25519PrivateKey) -> str:
    """Signs the log's head with any Ed25519 key; returns the signed note, and keeps a copy."""
    log = records.event_log
    head = log.head()
    note = sign_note(render_checkpoint(origin, head.size, head.frontier.root()), origin, key)
    log.add_seal(head.size, note, public_line(key))
    return note
