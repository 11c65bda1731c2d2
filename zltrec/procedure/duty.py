"""Something owed: by whom, when, for what; met or not, as of the moment that is asked about."""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.procedure.owed import Clock

MET, LATE, OPEN, OVERDUE = STATUSES = ("met", "late", "open", "overdue")
_DAY = len("2022-06-03")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed. `due` and `met` are days or minutes, as `calendar.when` writes them.

    `subject` is a case's number, or the number under which it will be met (of what
    is owed at every moment, the item); `case` is the one that met it, where that is another.
    `provisional`: the due day rests on a calendar or a rule that is not adopted.
    """

    clock: Clock
    what: str
    office: str
    scope: str
    subject: str
    due: str
    met: str | None = None
    period: str = ""
    section: str = ""
    provisional: bool = False
    case: str = ""

    def status(self, at: str) -> str:
        """How it stands at a day or minute: met, late, open, overdue."""
        return standing(self.due, self.met, at)


def standing(due: str, met: str | None, at: str) -> str:
    """How what is due at a day or minute, and was met at one (None: not), stands at another."""
    if met is not None:
        return LATE if is_after(met, due) else MET
    return OVERDUE if is_after(at, due) else OPEN


def is_after(moment: str, due: str) -> bool:
    """Whether a day or minute is past a due one; a day alone is within its day."""
    if len(moment) == len(due):
        return moment > due
    return moment[:_DAY] > due[:_DAY]
