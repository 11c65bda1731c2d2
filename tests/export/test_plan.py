"""The configuration of exports: what it may say, and which day a rule means."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.errors import BadUsage, Unreadable, ZltrecError
from zltrec.export.plan import as_of_day, read_plan

SET = '[[export]]\nout = "a"\n'


def written(folder: Path, text: str) -> Path:
    """A configuration file."""
    path = folder / "export.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plan_names_its_sets(tmp_path: Path) -> None:
    """Folders are seen from where the file lies; what is not said has its usual value."""
    text = SET + '[[export]]\nout = "/srv/b"\nledgers = ["due"]\nformats = ["md"]\n'
    text += 'as_of = "yesterday"\npersonal = true\n'
    first, second = read_plan(written(tmp_path, text))
    assert (first.out, first.ledgers, first.formats) == (str(tmp_path / "a"), (), ("csv",))
    assert (first.as_of, first.personal) == ("", False)
    assert (second.out, second.ledgers, second.formats) == ("/srv/b", ("due",), ("md",))
    assert (second.as_of, second.personal) == ("yesterday", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no configuration of exports: .*export"),
        ("export = []", r"is no configuration of exports: \[\[export\]\]"),
        ("[[export]]", "is no configuration of exports: .*out"),
        (SET + "format = 'csv'", "unknown field `format`"),
        (SET + "formats = 'csv'", "Expected `array`"),
        (SET + "as_of = 'monthly'", "monthly is no day to export as of"),
        (SET + "as_of = 'last day of previous week'", "previous week is no day to export as of"),
        (SET + "as_of = '2022-06'", "2022-06 is no day to export as of"),
        (SET + '[[export]]\nout = "./a/"', "is the folder of two sets"),
        (SET + '[[export]]\nout = "a/b"', "within another's"),
        ("export = [", "is no configuration of exports"),
    ],
)
def test_what_a_plan_says_wrongly_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With the file, and what it may say."""
    path = written(tmp_path, text)
    with pytest.raises(BadUsage, match=said) as refused:
        read_plan(path)
    assert str(path) in str(refused.value)


def test_a_plan_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    """It is not there, or no text."""
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        read_plan(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Unreadable, match="cannot be read: "):
        read_plan(tmp_path / "bytes.toml")


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_rules_mean_the_last_day_before(today: date) -> None:
    """Walking back day by day, the first that ends a month, a quarter, a year."""
    ends = {
        "month": lambda day: day.day == monthrange(day.year, day.month)[1],
        "quarter": lambda day: (day.month, day.day) in ((3, 31), (6, 30), (9, 30), (12, 31)),
        "year": lambda day: (day.month, day.day) == (12, 31),
    }
    for name, is_end in ends.items():
        day = today.replace(day=1) - timedelta(days=1)
        while not is_end(day):
            day -= timedelta(days=1)
        assert as_of_day(f"Last day of previous {name}", today) == day
    assert as_of_day("today", today) == today
    assert as_of_day("昨天", today) == today - timedelta(days=1)
    assert as_of_day("2022-06-03", today) == date(2022, 6, 3)


def test_a_day_that_there_is_not_is_refused() -> None:
    """As anywhere."""
    with pytest.raises(ZltrecError):
        as_of_day("2022-02-30", date(2022, 6, 3))
