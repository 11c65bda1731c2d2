"""Dates at the shell: read strictly, in the store's zone, echoed in full."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from .terminal import Terminal, one_complaint

SHANGHAI = ZoneInfo("Asia/Shanghai")
EAST, WEST = "Pacific/Kiritimati", "Etc/GMT+12"  # 26 hours apart: never on the same day

# As typed, and as recorded: start, end, precision.
READ = {
    "2022-06-03": ("2022-06-03", "2022-06-03", "day"),
    "2022-6-3": ("2022-06-03", "2022-06-03", "day"),
    "2022/06/04": ("2022-06-04", "2022-06-04", "day"),
    "20220605": ("2022-06-05", "2022-06-05", "day"),
    "2022年6月6日": ("2022-06-06", "2022-06-06", "day"),
    "２０２２年６月７日": ("2022-06-07", "2022-06-07", "day"),
    "8 June 2022": ("2022-06-08", "2022-06-08", "day"),
    "2022-06-06..2022-06-07": ("2022-06-06", "2022-06-07", "range"),
    "2022年6月8~9日": ("2022-06-08", "2022-06-09", "range"),
    "2022年6月8日至10日": ("2022-06-08", "2022-06-10", "range"),
    "2022年6月30日—7月1日": ("2022-06-30", "2022-07-01", "range"),
    "2022年12月31日~1月2日": ("2022-12-31", "2023-01-02", "range"),
    "2022-05": ("2022-05-01", "2022-05-31", "month"),
    "2022年2月": ("2022-02-01", "2022-02-28", "month"),
    "2022": ("2022-01-01", "2022-12-31", "year"),
    "2021年": ("2021-01-01", "2021-12-31", "year"),
    "2022-07-12T14:05": ("2022-07-12", "2022-07-12", "minute"),
    "2024-02-29": ("2024-02-29", "2024-02-29", "day"),
    "undated": (None, None, "undated"),
}

# Texts from which dateutil alone would make a day, by filling in today's parts or by guessing.
NOT_READ = (
    *("June", "Monday", "12", "10:30", "June 2022", "Jun 3", "6-3", "6/3", "3/6/2022"),
    *("03.06.2022", "2022-W23", "2022-154", "22-06-03", "2022-06-03T14", "2022-06-03T14:05:06"),
    *("2022-06-03T14:05Z", "2022-02-30", "2021-02-29", "2022-00-10", "0000-01-01", "2022-13"),
    *(
        "2月30日",
        "13月1日",
        "2022-06-03T24:01",
        "2022-06-07..2022-06-06",
        "2022-06-03..",
        "tomorrow",
    ),
    *("2022-06-03 2022-06-04", "是日", "明天", "2022年6月31日", "2022年6月7~6日", "2022-06-3x"),
)


def batch(*dates: str) -> str:
    """JSON lines of an entry for each date, the date as its text."""
    return "".join(json.dumps({"date": d, "text": f"〔{d}〕"}) + "\n" for d in dates)


def test_forms_that_are_read(shell: Terminal) -> None:
    """ISO, the chronicle's own ways, other orders of a whole date; start and end are full days."""
    shell.done("chronicle", "add", "--batch", "-", stdin=batch(*READ))
    rows = shell.json("chronicle", "list")
    said = {row["text"][1:-1]: (row["start"], row["end"], row["precision"]) for row in rows}
    assert said == READ


def test_forms_that_are_not_read(shell: Terminal) -> None:
    """Each is refused with its own words in the line; nothing is filled in from today."""
    outcome = shell.run("chronicle", "add", "--batch", "-", stdin=batch(*NOT_READ))
    assert (outcome.code, outcome.out) == (1, "")
    *lines, _last = outcome.err.splitlines()
    assert len(lines) == len(NOT_READ), outcome.err
    for number, (typed, line) in enumerate(zip(NOT_READ, lines, strict=True), start=1):
        assert line.startswith(f"-, line {number}: "), (typed, line)
    assert shell.json("chronicle", "list") == []


def _printed(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _same_day(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


@pytest.mark.parametrize("ahead", [-1, 0, 1, 30])
def test_a_day_without_a_year_is_the_latest_not_after_today(shell: Terminal, ahead: int) -> None:
    """Yesterday and today are this year's, tomorrow is last year's; it is echoed in full."""
    today = datetime.now(SHANGHAI).date()
    asked = today + timedelta(days=ahead)
    said = shell.done("chronicle", "add", f"{_printed(asked)} 开会。").out
    if datetime.now(SHANGHAI).date() != today:
        pytest.skip("midnight passed in Shanghai")
    years = range(today.year + 1, today.year - 9, -1)
    meant = next(d for y in years if (d := _same_day(asked, y)) is not None and d <= today)
    assert meant.isoformat() in said
    (row,) = shell.json("chronicle", "list")
    assert (row["start"], row["text"]) == (meant.isoformat(), "开会。")


def test_every_answer_echoes_the_date_in_full(shell: Terminal) -> None:
    """A range and a leap day without a year, in the text for people and in JSON."""
    said = shell.json("chronicle", "add", "2月29日 闰日值班。")
    year = int(said["date"][:4])
    assert said["date"].endswith("-02-29")
    assert year % 4 == 0
    said = shell.json("chronicle", "add", "--date", "1月1~2日", "元旦值班。")
    first, last = said["date"].split("..")
    assert (first[4:], last) == ("-01-01", f"{first[:4]}-01-02")
    assert date.fromisoformat(last) <= datetime.now(SHANGHAI).date()
    day = shell.json("chronicle", "amend", said["id"], "--date", "1月1日", "--reason", "核对")
    assert day["date"] == first


@pytest.mark.parametrize("machine", [EAST, WEST, "UTC0"])
def test_today_is_the_stores_and_not_the_machines(nowhere: Terminal, machine: str) -> None:
    """today, yesterday, 今天, 昨天 follow the store's zone, whatever TZ says."""
    for zone in (EAST, WEST):
        home = nowhere.folder / zone.replace("/", "-")
        nowhere.done("init", home, "--zone", zone)
        typed = {"today": 0, "Yesterday": 1, "今天": 0, "昨天": 1}
        variable = {"TZ": machine, "ZLTREC_STORE": str(home)}
        before = datetime.now(ZoneInfo(zone)).date()
        nowhere.done("chronicle", "add", "--batch", "-", stdin=batch(*typed), env=variable)
        rows = nowhere.json("chronicle", "list", env=variable)
        after = datetime.now(ZoneInfo(zone)).date()
        said = {row["text"][1:-1]: date.fromisoformat(row["start"]) for row in rows}
        assert set(said) == set(typed)
        for word, ago in typed.items():
            assert said[word] + timedelta(days=ago) in (before, after)


def test_now_is_this_minute_in_the_stores_zone(nowhere: Terminal) -> None:
    """`now` and 现在 are to the minute, for what is owed by the hour."""
    nowhere.done("init", "--zone", EAST)
    for word in ("now", "现在"):
        first = datetime.now(ZoneInfo(EAST))
        nowhere.done("chronicle", "add", "--date", word, f"值班{word}。")
        last = datetime.now(ZoneInfo(EAST))
        (row,) = nowhere.json("chronicle", "list", "--contains", f"值班{word}")
        assert row["precision"] == "minute"
        assert f"{first:%Y-%m-%d}" <= row["start"] <= f"{last:%Y-%m-%d}"


def test_as_of_is_today_in_the_stores_zone(nowhere: Terminal) -> None:
    """What is today's in the far east is not yet over in the far west, on the same machine."""
    today = datetime.now(ZoneInfo(EAST)).date().isoformat()
    seen = {}
    for zone in (EAST, WEST):
        home = nowhere.folder / zone.replace("/", "-")
        nowhere.done("init", home, "--zone", zone)
        nowhere.done("--store", home, "chronicle", "add", f"{today} 值班。")
        said = nowhere.done("--store", home, "chronicle", "list", "--format", "json")
        seen[zone] = (len(said.json()), said.err)
    assert seen[EAST] == (1, "")
    assert seen[WEST][0] == 0
    assert f"--as-of {today}" in seen[WEST][1]


def test_a_moment_is_read_in_the_stores_zone(nowhere: Terminal) -> None:
    """`--known-at` without an offset is the store's time; a day means its end there."""
    nowhere.done("init", "--zone", EAST)
    log = nowhere.json("audit", "log")
    recorded, all_ = datetime.fromisoformat(log[-1]["recorded_at"]), len(log)
    founded = datetime.fromisoformat(log[0]["recorded_at"]).astimezone(ZoneInfo(EAST))
    here = recorded.astimezone(ZoneInfo(EAST))
    variable = {"TZ": WEST}
    for moment, count in (
        (here.replace(tzinfo=None).isoformat(), all_),
        ((founded.replace(tzinfo=None) - timedelta(seconds=1)).isoformat(), 0),
        (here.date().isoformat(), all_),
        ((founded.date() - timedelta(days=1)).isoformat(), 0),
        (recorded.isoformat(), all_),
    ):
        assert len(nowhere.json("audit", "log", "--to", moment, env=variable)) == count, moment


def test_the_zone_is_the_stores_for_good(nowhere: Terminal) -> None:
    """It stands in the first event, Shanghai unless another is named, whatever TZ says."""
    nowhere.done("init", env={"TZ": WEST})
    assert nowhere.json("audit", "log")[0]["data"]["zone"] == "Asia/Shanghai"
    said = one_complaint(nowhere.run("init", "other", "--zone", "Peking"), 2)
    assert "Peking" in said
