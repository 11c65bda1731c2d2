"""The rows of scripts/bench about exports: a long ledger as files, and an export that is there."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from bench_cases import PROCEDURE
from bench_rows import PYTHON, QUICK, ZLTREC, paired, run, show

# The same rows, read from the projections and written by the library alone.
ROWS = """
import sqlite3
rows = sqlite3.connect('.zltrec/views.sqlite').execute(
    'SELECT id, start, end, precision, text, source, status, position FROM chronicle'
    ' ORDER BY sort, rank, id')
"""
FLOORS = {
    "csv": ROWS
    + """
import csv
with open('floor.csv', 'w', newline='', encoding='utf-8') as out:
    csv.writer(out).writerows(rows)
""",
    "xlsx": ROWS
    + """
from xlsxwriter.workbook import Workbook
book = Workbook('floor.xlsx', {'constant_memory': True})
sheet = book.add_worksheet()
for n, row in enumerate(rows):
    for column, value in enumerate(row):
        sheet.write(n, column, value)
book.close()
""",
}


LEDGER = """
[[ledgers]]
id = "houses"
over = "cases"
columns = [
  {id = "number", value = "number"}, {id = "house", value = "house"}, {id = "area", value = "area"},
  {id = "grade", value = "grade"}, {id = "state", value = "state"}, {id = "on", value = "opened"},
]

[[ledgers]]
id = "by-grade"
over = "cases"
group = ["grade"]
total = true
columns = [
  {id = "grade", value = "grade"}, {id = "houses", count = "true"}, {id = "area", sum = "area"},
]
"""
CASES = """
import csv, json
with open('../open.jsonl') as rows, open('floor.csv', 'w', newline='', encoding='utf-8') as out:
    csv.writer(out).writerows([*json.loads(row).values(), 's0'] for row in rows)
"""


def bench_exports(folder: Path) -> None:
    """Many rows to CSV and XLSX against csv and XlsxWriter alone; nothing to do / --version."""
    count = 10_000 if QUICK else 100_000
    run([ZLTREC, "init"], folder)
    batch = folder / "batch.txt"
    with batch.open("w") as out:
        for n in range(count):
            out.write(f"{2000 + n % 25}-{n % 12 + 1:02d}-{n % 28 + 1:02d} 第{n}件事，会议召开。\n")
    run([ZLTREC, "--quiet", "chronicle", "add", "--batch", str(batch), "--format", "json"], folder)
    run([ZLTREC, "chronicle", "list", "--contains", "第1件", "--format", "json"], folder)
    for format_, floor in FLOORS.items():
        pairs, memory = [], 0.0
        for n in range(9 if format_ == "csv" else 3):  # what is short varies more
            out = f"{format_}-{n}"
            command = [ZLTREC, "--quiet", "export", "chronicle", "--out", out, "--format", format_]
            took, memory = run(command, folder)
            pairs.append((took, run([PYTHON, "-c", floor], folder)[0]))
        took, least = (statistics.median(column) for column in zip(*pairs, strict=True))
        show(
            f"export of {count} rows, {format_} / the library",
            statistics.median(a / b for a, b in pairs),
            "< 1.5",
            f"{took:.1f} s, {least:.1f} s, {memory:.0f} MB peak (goal < 200)",
        )
    everything = [ZLTREC, "--quiet", "export", "--out", "all", "--format", "csv,jsonl"]
    run(everything, folder)
    ratio, a, b = paired(
        lambda _n: everything, lambda _n: [ZLTREC, "--version"], folder, 5 if QUICK else 25
    )
    show("export, nothing to do / --version", ratio, "< 2", f"{a:.0f} ms, {b:.0f} ms")
    _bench_cases(folder, count)


def _bench_cases(folder: Path, count: int) -> None:
    """A ledger of many cases: what it takes of memory, and of time over the csv module alone."""
    store = folder / "cases"
    store.mkdir()
    (store / "bench.toml").write_text(PROCEDURE + LEDGER)
    run([ZLTREC, "init"], store)
    run([ZLTREC, "--quiet", "procedure", "adopt", "bench.toml"], store)
    with (folder / "open.jsonl").open("w") as out:
        for n in range(count):
            row = {"number": f"B-2022-{n:06}", "on": "2022-01-01", "house": f"H{n}"}
            out.write(
                json.dumps(row | {"area": "59.5", "people": "3", "grade": "CD"[n % 2]}) + "\n"
            )
    run([ZLTREC, "--quiet", "case", "open", "bench", "--batch", "../open.jsonl"], store)
    run([ZLTREC, "--quiet", "export", "offices", "--out", "first"], store)
    command = [ZLTREC, "--quiet", "export", "houses", "--out", "csv"]
    took, memory = run(command, store)
    least, _ = run([PYTHON, "-c", CASES], store)
    show(
        f"ledger of {count} cases, csv / the library",
        took / least,
        "",
        f"{took:.1f} s, {least:.1f} s, {memory:.0f} MB peak (goal < 200)",
    )
    everything = [ZLTREC, "--quiet", "export", "--out", "everything", "--format", "csv,jsonl"]
    took, memory = run(everything, store)
    show(
        f"everything, {count} cases, csv and jsonl / that",
        took / least,
        "",
        f"{took:.1f} s, {memory:.0f} MB peak (goal < 200)",
    )
