"""When what is owed was last changed: positions of the log, which only grow."""

from __future__ import annotations

from zltrec.projections.projection import Reads

_RULES = ("editions", "procedure_settings", "promises_kept", "working_years")


class Revisions:
    """The last position at which something owed may have changed: an event of its case, or of the
    rules (an edition, a setting, a promise ticked off, a calendar)."""

    def __init__(self, views: Reads) -> None:
        self._views = views
        self._rules = max(self._newest(f"SELECT max(position) FROM {table}") for table in _RULES)
        newest = views.select("SELECT procedure, max(position) FROM cases GROUP BY procedure")
        self._cases: dict[str, int] = {row[0]: row[1] for row in newest}

    def of_cases(self, *numbers: str) -> int:
        """Of what is owed of a case, and met by it or another; numbers of no case count for
        nothing."""
        found = (
            self._newest("SELECT position FROM cases WHERE number = ?", number)
            for number in numbers
            if number
        )
        return max(self._rules, *found)

    def of_procedure(self, procedure: str) -> int:
        """Of what is promised: any case of its procedure may keep it."""
        return max(self._rules, self._cases.get(procedure, 0))

    def _newest(self, statement: str, *parameters: str) -> int:
        return max((row[0] or 0 for row in self._views.select(statement, parameters)), default=0)
