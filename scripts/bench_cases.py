"""The rows of scripts/bench about cases: batches of steps, and one condition."""

from __future__ import annotations

import json
import statistics
import time
import tomllib
from pathlib import Path

from bench_rows import PYTHON, QUICK, ZLTREC, run, show

STEPS = 8
PROCEDURE = """
id = "bench"
title = "bench"
edition = 1
source = "bench"
office = "bench"
series = "B-{year}-{n:05}"
states = [
  {id = "s0"}, {id = "s1"}, {id = "s2"}, {id = "s3"}, {id = "s4"}, {id = "s5"}, {id = "s6"},
  {id = "s7"}, {id = "s8", final = true},
]
figures = [
  {id = "most", type = "decimal", value = "80"}, {id = "least", type = "integer", value = "1"},
]
fields = [
  {id = "area", type = "decimal"}, {id = "people", type = "integer"}, {id = "note", type = "text"},
  {id = "grade", type = "choice", choices = ["C", "D"]},
  {id = "house", type = "text", unique = [{within = "open"}]},
]
transitions = [
  {id = "open", to = "s0", fields = ["house", "area", "people", "grade"]},
  {id = "t1", from = ["s0"], to = "s1", when = [{that = 'area <= figures.most'}]},
  {id = "t2", from = ["s1"], to = "s2", when = [{that = 'people >= figures.least'}]},
  {id = "t3", from = ["s2"], to = "s3", wait = [{after = "t2", days = "least"}]},
  {id = "t4", from = ["s3"], to = "s4", fields = ["note"], when = [{that = '"note" in given'}]},
  {id = "t5", from = ["s4"], to = "s5", when = [{that = 'area <= figures.most || people > 3'}]},
  {id = "t6", from = ["s5"], to = "s6", when = [{that = 'times["t1"] == 1'}]},
  {id = "t7", from = ["s6"], to = "s7", when = [{that = 'grade == "D"'}]},
  {id = "t8", from = ["s7"], to = "s8", when = [{that = 'area <= figures.most'}]},
]
"""
LIBRARY = """
import sys
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

class Case(Aggregate):
    @event('Opened')
    def __init__(self, number, on, sets):
        self.number, self.state, self.on, self.fields = number, 's0', on, dict(sets)

    @event('Moved')
    def move(self, transition, state, on, sets):
        self.state, self.on = state, on
        self.fields.update(sets)

app = Application(env={'PERSISTENCE_MODULE': 'eventsourcing.sqlite', 'SQLITE_DBNAME': 'library.db'})
for n in range(int(sys.argv[1])):
    given = {'house': f'H{n}', 'area': '59.5', 'people': 3, 'grade': 'D'}
    case = Case(f'B-{n:05}', '2022-01-01', given)
    for k in range(1, 9):
        case.move(f't{k}', f's{k}', f'2022-01-{2 * k + 1:02}', {'note': 'n'} if k == 4 else {})
    app.save(case)
"""


def bench_cases(folder: Path) -> None:
    """Cases of eight steps by --batch, conditions included, against the library's own `save`.

    The library saves the nine events of an aggregate at once, and checks nothing.
    """
    count = 1_000 if QUICK else 10_000
    opened, moved = folder / "open.jsonl", folder / "move.jsonl"
    with opened.open("w") as openings, moved.open("w") as moves:
        for n in range(count):
            number = f"B-{n:05}"
            row = {"number": number, "on": "2022-01-01", "house": f"H{n}", "area": "59.5"}
            openings.write(json.dumps(row | {"people": "3", "grade": "D"}) + "\n")
            for k in range(1, STEPS + 1):
                step = {"case": number, "transition": f"t{k}", "on": f"2022-01-{2 * k + 1:02}"}
                moves.write(json.dumps(step | ({"note": "n"} if k == 4 else {})) + "\n")
    (folder / "bench.toml").write_text(PROCEDURE)
    pairs, memory = [], 0.0
    for n in range(1 if QUICK else 3):
        store = folder / f"store-{n}"
        store.mkdir()
        run([ZLTREC, "init"], store)
        run([ZLTREC, "--quiet", "procedure", "adopt", "../bench.toml"], store)
        opening, _ = run([ZLTREC, "case", "open", "bench", "--batch", str(opened)], store)
        moving, memory = run([ZLTREC, "case", "move", "--batch", str(moved)], store)
        peer, _ = run([PYTHON, "-c", LIBRARY, str(count)], store)
        pairs.append((opening + moving, peer))
    took, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    show(
        "cases of 8 steps by --batch / library's save",
        statistics.median(a / b for a, b in pairs),
        "<= 1",
        f"{count} cases, {took:.1f} s, {least:.1f} s, {memory:.0f} MB peak",
    )


def bench_condition(_folder: Path) -> None:
    """One condition evaluated on a case, against CEL alone on values that lie ready."""
    from datetime import date

    import msgspec

    from zltrec.procedure.definition import Definition
    from zltrec.procedure.edition import Edition
    from zltrec.procedure.lookup import CaseLookup
    from zltrec.procedure.snapshot import StepTaken, fold_steps

    edition = Edition(msgspec.convert(tomllib.loads(PROCEDURE), Definition))
    sets = {"area": "59.5", "people": 3, "grade": "D"}
    case = fold_steps("B-1", "bench", [StepTaken(1, "open", "s0", "2022-01-01", 1, sets)])
    lookup = CaseLookup(edition, case, date(2022, 1, 1))
    condition = edition.condition('area <= figures.most && grade == "D"')
    count = 20_000 if QUICK else 200_000

    def ours() -> None:
        for _ in range(count):
            condition.holds(lookup)

    ready = {"area": 59.5, "figures.most": 80.0, "grade": "D"}

    def bare() -> None:
        for _ in range(count):
            condition.compiled.eval(data=ready)

    pairs = []
    for _ in range(5):
        began = time.perf_counter()
        ours()
        middle = time.perf_counter()
        bare()
        pairs.append((middle - began, time.perf_counter() - middle))
    took, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    show(
        "one condition on a case / CEL alone",
        statistics.median(a / b for a, b in pairs),
        "",
        f"{took / count * 1e6:.1f} µs, {least / count * 1e6:.1f} µs",
    )
