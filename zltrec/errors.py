"""What can go wrong, as values: a message template, what fills it, an exit code.

Every room may raise these. A template is an English sentence that stands in
the message catalogue under its own words; it is translated only where it is
printed (`zltrec.cli`), so no room below needs to know a language. The first
argument of each class is extracted into the catalogue by `scripts/messages`.
"""

from __future__ import annotations


class ZltrecError(Exception):
    """An error for people: one line that says what is wrong and the way out.

    `template` is a `str.format` template, `params` fills it (other messages
    may, and tuples of them); `exit_code` is what the process ends with (DESIGN,
    "What an error looks like").
    """

    exit_code = 1

    def __init__(self, template: str, /, **params: object) -> None:
        self.template = template
        self.params = params
        super().__init__(template)

    def __str__(self) -> str:
        return self.template.format(**{name: _plain(one) for name, one in self.params.items()})


def _plain(value: object) -> object:
    """Several messages in one, as one text."""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value


class Refused(ZltrecError):
    """The records say no: unknown id, duplicate, a rule not met, an answer needed."""

    exit_code = 1


class BadUsage(ZltrecError):
    """The question was wrong: an option, a date that cannot be read."""

    exit_code = 2


class Unreadable(ZltrecError):
    """A file or the store cannot be read or written, or has the wrong encoding."""

    exit_code = 3


class CheckFailed(ZltrecError):
    """A check found a fault."""

    exit_code = 4
