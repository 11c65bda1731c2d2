"""A filing of the year, and how it is usually submitted. All numbers and texts are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from .actions import Step

FILE = "涉税信息"


@dataclass(frozen=True)
class Filing:
    """What is owed, or was filed. `place`: where its item stands in the catalogue; `due`: None
    for what has no term; `asked`: the day of the request, of what is on demand."""

    place: int
    item: str
    office: str
    label: str
    frequency: str | None
    section: str
    period: str
    due: date | None
    asked: date | None = None

    @property
    def number(self) -> str:
        """The number of its case."""
        return f"{self.item}/{self.period}"


def submission(
    filing: Filing, officers: dict[str, str], do: str, day: date, records: int, **others: Any
) -> Step:
    """A submission over the network by the officer of its office; `others`: what is otherwise."""
    values = {
        "officer": officers[filing.office],
        "way": "网上报送",
        "confidential": "false",
        "records": str(records),
    }
    return Step(day.isoformat(), do, values | others, (FILE,))
