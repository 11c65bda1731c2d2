"""Signing with a key that stays in an agent: the edge where `ssh-keygen` is called.

The private key never comes here: `ssh-keygen -Y sign -U` asks the agent for
the signature, and may itself ask at the terminal for what the agent wants.
What comes back is checked before it is handed on.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from zltrec.errors import Refused, Unreadable
from zltrec.proof.sshsig import check_signature

_PATIENCE_S = 120  # a person may have to confirm at the agent


def sign_with_agent(message: bytes, namespace: str, line: str) -> str:
    """The armored signature by the agent's key that belongs to the public `line`.

    Raises Unreadable if OpenSSH is not installed, Refused if no agent runs or
    the agent does not sign, SignatureError if what it gives does not hold.
    """
    with TemporaryDirectory(prefix="zltrec-") as folder:
        public = Path(folder) / "key.pub"
        public.write_text(line + "\n", encoding="ascii")
        command = ["ssh-keygen", "-q", "-Y", "sign", "-U", "-n", namespace, "-f", str(public)]
        try:
            done = subprocess.run(
                command, input=message, capture_output=True, timeout=_PATIENCE_S, check=False
            )
        except FileNotFoundError as error:
            raise Unreadable(
                "signing with an agent needs ssh-keygen; install OpenSSH, or name a key file"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise Refused(
                "the agent gave no signature within {seconds} seconds; is it waiting for a yes?",
                seconds=_PATIENCE_S,
            ) from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Refused(
            "the agent did not sign ({reason}); start one, and load the key with ssh-add",
            reason=reason[-1] if reason else str(done.returncode),
        )
    armored = done.stdout.decode("utf-8", "replace")
    check_signature(message, armored, line, namespace)
    return armored
