"""What the plan says about dates, and the terms that its office sets in this history.

Written down as a reader would do it, nothing of the program: working days by the State
Council's notices, periods, due days.
"""

from __future__ import annotations

from datetime import date, timedelta

PROCEDURE = "tax-information"
OFFICE = "综合治税领导小组办公室"
TAX_OFFICES = "财税部门"
BEGIN, END = date(2022, 6, 21), date(2023, 5, 31)

# The periods that each bracket of the catalogue prints; one item says 每月 in its prose.
FREQUENCIES = {
    "月报": ("month",),
    "季报": ("quarter",),
    "季度": ("quarter",),
    "半年报": ("half-year",),
    "年报": ("year",),
    "季报和年报": ("quarter", "year"),
}
IN_PROSE = {"tax/1": ("month",)}

# Terms in working days, weights and points: what the plan leaves to the group.
SETTINGS = {
    "monthly_days": 5,
    "quarterly_days": 10,
    "half_yearly_days": 12,
    "yearly_days": 20,
    "answer_days": 3,
    "repair_days": 4,
    "process_days": 15,
    "weight_quality": 5,
    "weight_quantity": 3,
    "weight_timeliness": 2,
    "full_marks": 10,
    "points_in_time": 10,
    "points_late": 4,
    "points_missing": 0,
}
TERMS = {
    "month": SETTINGS["monthly_days"],
    "quarter": SETTINGS["quarterly_days"],
    "half-year": SETTINGS["half_yearly_days"],
    "year": SETTINGS["yearly_days"],
}

# Days off, worked weekends: 国办发明电〔2021〕11号 (2022), 〔2022〕16号 (2023), 〔2023〕7号 (2024).
_OFF = (
    ("2022-01-01", "2022-01-03"),
    ("2022-01-31", "2022-02-06"),
    ("2022-04-03", "2022-04-05"),
    ("2022-04-30", "2022-05-04"),
    ("2022-06-03", "2022-06-05"),
    ("2022-09-10", "2022-09-12"),
    ("2022-10-01", "2022-10-07"),
    ("2022-12-31", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
    ("2023-09-29", "2023-10-06"),
    ("2024-01-01", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
)
_WORKED = frozenset(
    map(
        date.fromisoformat,
        (
            *("2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07"),
            *("2022-10-08", "2022-10-09", "2023-01-28", "2023-01-29", "2023-04-23"),
            *("2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08"),
            *("2024-02-04", "2024-02-18"),
        ),
    )
)
_SPANS = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in _OFF]
_SATURDAY = 5


def is_worked(day: date) -> bool:
    """Whether a day of 2022, 2023 or the first months of 2024 is a working day."""
    if day in _WORKED:
        return True
    return day.weekday() < _SATURDAY and not any(first <= day <= last for first, last in _SPANS)


def after_working_days(day: date, count: int) -> date:
    """The last of so many working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_worked(day)
    return day


def periods(kind: str, first: date, last: date) -> list[tuple[str, date]]:
    """The periods of a kind that have begun by `last`, from that of `first` on: each as it is
    written, with its last day."""
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[kind]
    found = []
    year, month = first.year, (first.month - 1) // months * months + 1
    while date(year, month, 1) <= last:
        number = (month - 1) // months + 1
        text = {
            "month": f"{year}-{month:02}",
            "quarter": f"{year}-Q{number}",
            "half-year": f"{year}-H{number}",
            "year": f"{year}",
        }[kind]
        month += months
        if month > 12:
            year, month = year + 1, 1
        found.append((text, date(year, month, 1) - timedelta(days=1)))
    return found


def due_day(kind: str, last: date) -> date:
    """When what is asked for a period is due: so many working days after its last day."""
    return after_working_days(last, TERMS[kind])
