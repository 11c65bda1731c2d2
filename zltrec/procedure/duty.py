"""Something owed: by whom, when, for what; met or not, as of the moment that is asked about."""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.procedure.owed import Clock

MET, LATE, OPEN, OVERDUE = STATUSES = ("met", "late", "open", "overdue")
_DAY = len("2022-06-03")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed. `due` and `met` are days or minutes, as `calendar.when` writes them;
    `due` is "" where the text gives no term, so that it is never overdue.

    `subject` is a case's number, or the number under which it will be met (of what
    is owed at every moment, the item); `case` is the one that met it, where that is another.
    `item`: the one of a checklist that is meant. `provisional`: the due day rests on a
    calendar or a rule that is not adopted.
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
    item: str = ""

    def status(self, at: str) -> str:
        """How it stands at a day or minute: met, late, open, overdue."""
        return standing(self.due, self.met, at)

    @property
    def order(self) -> tuple[bool, str, str]:
        """Where it stands among others: by the due day, what has no term last, by subject."""
        return (not self.due, self.due, self.subject)


def standing(due: str, met: str | None, at: str) -> str:
    """How what is due at a day or minute ("": at none), and was met at one (None: not), stands at
    another."""
    if met is not None:
        return LATE if due and is_after(met, due) else MET
    return OVERDUE if due and is_after(at, due) else OPEN


def is_after(moment: str, due: str) -> bool:
    """Whether a day or minute is past a due one; a day alone is within its day."""
    if len(moment) == len(due):
        return moment > due
    return moment[:_DAY] > due[:_DAY]
