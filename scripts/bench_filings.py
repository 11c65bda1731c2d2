"""The row of scripts/bench about filings: a year's ledger in a store of many years."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench_rows import QUICK, TOP, ZLTREC, paired, run, show

YEAR = 2025
LEDGERS = ("assessment", "points", "receipts-by-item")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def bench_filings(folder: Path) -> None:
    """A year's ledger by `--period` in a store of ten years, against a store of that year alone.

    The bundled catalogue of tax information, every filing submitted, accepted and assessed; its
    terms, weights and points are set, and officers left out. The views are current.
    """
    years = 3 if QUICK else 10
    stores = {count: _store(folder / f"years-{count}", count) for count in (years, 1)}
    for ledger in LEDGERS:

        def shown(count: int, ledger: str = ledger) -> list[str]:
            words = [
                "ledger",
                "show",
                f"bench-tax-{ledger}",
                "--period",
                str(YEAR),
                "--format",
                "json",
            ]
            at = ["--as-of", f"{YEAR + 1}-03-31"]
            return [ZLTREC, "--store", str(stores[count]), *words, *at]

        ratio, a, b = paired(
            lambda _n, shown=shown: shown(years),
            lambda _n, shown=shown: shown(1),
            folder,
            3 if QUICK else 15,
        )
        show(
            f"{ledger}, a year of {years} / the only one",
            ratio,
            "<= 2",
            f"{_filings(years)} and {_filings(1)} filings, {a:.0f} ms, {b:.0f} ms",
        )


def _store(folder: Path, years: int) -> Path:
    """A store in which every filing of so many years, up to YEAR, was made."""
    folder.mkdir()
    run([ZLTREC, "init"], folder)
    text = _text(years)
    (folder / "bench.toml").write_text(text, encoding="utf-8")
    run([ZLTREC, "--quiet", "procedure", "adopt", "bench.toml"], folder)
    opened, moved = folder / "open.jsonl", folder / "move.jsonl"
    sent = {"way": "亲自送达", "confidential": "true", "records": "12", "late_reason": "bench"}
    with opened.open("w") as openings, moved.open("w") as moves:
        for number, last in _owed(tomllib.loads(text), years):
            on = (last + timedelta(days=3 + len(number) % 9)).isoformat()
            row = {"number": number, "transition": "submit", "on": on} | sent
            openings.write(json.dumps(row, ensure_ascii=False) + "\n")
            points = {"quality": "4", "quantity": "5"}
            for step, values in (("accept", {}), ("assess", points)):
                moves.write(json.dumps({"case": number, "transition": step, "on": on} | values))
                moves.write("\n")
    run([ZLTREC, "case", "open", "bench-tax", "--batch", str(opened)], folder)
    run([ZLTREC, "case", "move", "--batch", str(moved)], folder)
    return folder


def _text(years: int) -> str:
    """The bundled procedure under another id, owed from another year on, with all that is set."""
    text = (TOP / "zltrec/procedures/tax-information.toml").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if "officer." not in line]
    text = "\n".join(lines).replace('fields = ["officer", ', "fields = [")
    text = re.sub(r'type = "integer",(?=.*setting = true)', 'type = "integer", value = "5",', text)
    text = text.replace('value = "2022-06-21"', f'value = "{YEAR - years + 1}-01-01"')
    text = text.replace('id = "tax-information"', 'id = "bench-tax"')
    return re.sub(r'^id = "(tax-)', r'id = "bench-\1', text, flags=re.MULTILINE)


def _owed(procedure: dict[str, Any], years: int) -> Iterator[tuple[str, date]]:
    """The numbers of all filings of the years, each with the last day of its period."""
    for clock in procedure["clocks"]:
        if "every" not in clock:
            continue
        length = _MONTHS[clock["every"]]
        for year in range(YEAR - years + 1, YEAR + 1):
            for part in range(1, 12 // length + 1):
                end = part * length
                last = date(year + end // 12, end % 12 + 1, 1) - timedelta(days=1)
                text = {1: f"{year}-{part:02}", 3: f"{year}-Q{part}", 6: f"{year}-H{part}"}
                for item in clock["items"]:
                    yield f"{item}/{text.get(length, str(year))}", last


def _filings(years: int) -> int:
    text = _text(years)
    return sum(1 for _one in _owed(tomllib.loads(text), years))
