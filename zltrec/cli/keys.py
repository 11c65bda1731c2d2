"""Keys at the shell: public key files, private key files with a passphrase, the agent."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zltrec.cli.messages import _
from zltrec.cli.session import decode_bytes
from zltrec.domain.approval import NAMESPACE
from zltrec.errors import BadUsage, Refused, Unreadable

if TYPE_CHECKING:
    from zltrec.cli.session import Session
    from zltrec.proof.keys import PrivateKey
    from zltrec.records.authority import Signer


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises Unreadable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror or str(error)
        ) from error


def read_text(path: Path) -> str:
    """A file's text. Raises Unreadable, also where it is not UTF-8."""
    return decode_bytes(read_bytes(path), str(path))


def read_public(path: Path) -> str:
    """The canonical public line of a `.pub` file."""
    from zltrec.proof.keys import canonical_line

    return canonical_line(read_bytes(path).decode("utf-8", "replace"))


def read_private(path: Path) -> PrivateKey:
    """The private key of a file; a passphrase is asked for at a terminal."""
    from zltrec.proof.keys import load_private

    def ask() -> str | None:
        if not sys.stdin.isatty():
            return None
        answer: str = click.prompt(
            _("passphrase of {path}").format(path=path), hide_input=True, err=True
        )
        return answer

    return load_private(read_bytes(path), ask, name=str(path))


def find_signer(named: Path | None, option: str) -> Signer:
    """The key to sign with: a private key file, or a `.pub` file whose key the agent holds.

    Without a name ZLTREC_KEY is taken. Raises BadUsage, naming `option`, if there is neither.
    """
    from zltrec.proof import keys
    from zltrec.proof.sshsig import sign
    from zltrec.records.authority import Signer

    if named is None:
        named = Path(os.environ["ZLTREC_KEY"]) if os.environ.get("ZLTREC_KEY") else None
    if named is None:
        raise BadUsage(
            "name the key to sign with: {option} KEY, or ZLTREC_KEY (a .pub file means the agent)",
            option=option,
        )
    if named.suffix == ".pub":
        from zltrec.proof.agent import sign_with_agent

        line = read_public(named)
        return Signer(
            keys.fingerprint(line), lambda message: sign_with_agent(message, NAMESPACE, line)
        )
    key = read_private(named)
    return Signer(
        keys.fingerprint(keys.public_line(key)), lambda message: sign(message, NAMESPACE, key)
    )


def say_no_recovery(session: Session) -> None:
    """Recommends a recovery key, where the root of trust was set without one."""
    session.say(
        _(
            "there is no recovery key: a second key, kept offline, can only be given with the first"
            " (--recovery-key), or be enrolled by another registrar; without one the loss of this"
            " key ends every change"
        )
    )


def write_new(path: Path, text: str | bytes) -> None:
    """Writes a file that is not there yet. Raises Refused if it is, Unreadable if it cannot."""
    try:
        with path.open("xb") as writer:
            writer.write(text.encode() if isinstance(text, str) else text)
    except FileExistsError:
        raise Refused("{path} is there already; name another file", path=path) from None
    except OSError as error:
        raise Unreadable(
            "{path} cannot be written: {reason}", path=path, reason=error.strerror or str(error)
        ) from error
