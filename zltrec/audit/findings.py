"""What a verification found, as values; the command line puts it into words."""

from __future__ import annotations

from dataclasses import dataclass, field

from zltrec.audit.judged import Judged
from zltrec.errors import Unreadable, ZltrecError


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: the position it belongs to (None if to none), its kind, a message to translate."""

    position: int | None
    kind: str
    error: ZltrecError


@dataclass(frozen=True, slots=True)
class SealFound:
    """A seal that holds: how much it covers, its key's fingerprint, and whose key that is."""

    size: int
    fingerprint: str
    officer: str | None


@dataclass
class Findings:
    """What `verify_store` found.

    `events` and `root` are as the log stands; `sealed` is how many events the
    longest seal that holds covers; `files` counts files whose bytes were
    checked, `private` the personal values that were; `unread` counts the
    events that were not read; `not_checked` names all that was not checked, in
    sentences to translate.
    """

    events: int = 0
    root: bytes = b""
    sealed: int = 0
    seals: list[SealFound] = field(default_factory=list)
    approvals: list[Judged] = field(default_factory=list)
    open: bool = True
    files: int = 0
    private: int = 0
    unread: int = 0
    not_checked: list[ZltrecError] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, position: int | None, kind: str, template: str, /, **params: object) -> None:
        """Notes a fault."""
        self.faults.append(Fault(position, kind, Unreadable(template, **params)))

    def leave_out(self, template: str, /, **params: object) -> None:
        """Notes what was not checked."""
        self.not_checked.append(Unreadable(template, **params))
