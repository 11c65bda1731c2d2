"""A small procedure with everything that is counted and listed, and three cases of it.

- H-1, 东镇, 100.5 m²: found on 3 May, checked on 20 May with one act (kind 1, 甲, 1000.00), given
  25232.00 on 1 June, finished on 10 June, given another 1000.50 on 2 July.
- H-2, 西镇, 59.25 m²: found on 31 May, checked on 2 June with two (1, 甲, 123.45; 7, 乙, 0.05)
  and finished on 15 June, reopened on 20 June with another act (7, 乙), finished again on 1 July.
- H-3, 东镇, no area: found on 30 June.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from zltrec.procedure.counted import Ledger, Measure
from zltrec.procedure.definition import Definition
from zltrec.procedure.edition import Edition
from zltrec.procedure.printed import Form
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.world import World

TEXT = """
id = "houses"
title = "房屋整治"
edition = 1
source = "…"
office = "市住建局"
series = "H-{n}"

figures = [
  {id = "planned", type = "integer", value = "4"},
  {id = "funds", type = "money", unit = "万元", value = "5"},
  {id = "begin", type = "date", value = "2022-05-01"},
  {id = "to", type = "date", value = "2022-06-30"},
]
fields = [
  {id = "town", type = "choice", choices = ["西镇", "东镇", "北镇"]},
  {id = "area", type = "decimal", unit = "平方米"},
  {id = "grant", type = "money", unit = "元"},
  {id = "rooms", type = "integer"},
  {id = "owner", type = "text", personal = true},
  {id = "seen", type = "moment"},
  {id = "plan", type = "file"},
  {id = "uses", type = "choice", many = true, choices = ["住", "商"]},
  {id = "firm", type = "ref", procedure = "firms"},
  {id = "acts", type = "list", fields = [
    {id = "kind", type = "text"}, {id = "firm", type = "text"}, {id = "fine", type = "money"},
    {id = "day", type = "date"}, {id = "informant", type = "text", personal = true},
  ]},
]
states = [
  {id = "found", label = "已排查"}, {id = "checked", label = "已核实"},
  {id = "done", label = "已整改", final = true},
]
transitions = [
  {id = "find", label = "排查", to = "found"},
  {id = "check", label = "核实", from = ["found"], to = "checked"},
  {id = "give", label = "补助", from = ["found", "checked", "done"], fields = ["grant"]},
  {id = "finish", label = "整改", from = ["checked"], to = "done"},
  {id = "reopen", label = "复查", from = ["done"], to = "checked"},
]
measures = [
  {id = "found", unit = "栋"},
  {id = "done", unit = "栋", at = ["finish"]},
  {id = "done_east", at = ["finish"], where = 'town == "东镇"'},
  {id = "done_last", at = ["finish"], last = true, where = 'state == "done"'},
  {id = "finishes", over = "steps", at = ["finish"]},
  {id = "grants", over = "steps", at = ["give"], sum = "grant", unit = "元"},
  {id = "grants_wan", over = "steps", at = ["give"], sum = "grant", unit = "万元"},
  {id = "area", sum = "area", unit = "平方米"},
  {id = "area_wan", sum = "area", unit = "万平方米"},
  {id = "rooms", sum = "rooms"},
  {id = "acts", over = "acts", unit = "起"},
  {id = "acts_7", over = "acts", where = 'item.kind == "7"'},
  {id = "acts_done", over = "acts", at = ["finish"]},
  {id = "fines", over = "acts", sum = "item.fine", unit = "元"},
  {id = "firms", over = "acts", distinct = "item.firm"},
  {id = "towns", distinct = "town"},
  {id = "visits", sum = '"give" in times ? times["give"] : 0'},
  {id = "stock", unit = "栋", entered = true},
  {id = "progress", entered = true},
]
indicators = [
  {id = "share", label = "率", section = "四", of = "done", among = "found", target = "planned"},
  {id = "plan", of = "found", target = "planned"},
  {id = "money", of = "grants", target = "funds"},
  {id = "money_wan", of = "grants_wan", target = "funds"},
  {id = "of_stock", of = "found", among = "stock"},
]
accounts = [
  {id = "fund", label = "资金", money = true, key = "town"},
  {id = "tents", label = "帐篷", unit = "顶", floor = 2},
]

[[clocks]]
id = "check-by"
label = "核实期限"
office = "镇政府"
scope = "town"
after = ["find"]
days = 10
until = ["check"]
section = "二"

[[clocks]]
id = "report"
label = "月报"
office = "市住建局"
every = "month"
from = "begin"
to = "to"
days = 5
until = ["finish"]

[[promises]]
id = "half"
text = "完成一半"
office = "住建局"
printed = "6月末"
by = "2022-06-30"
section = "三"
line = 7
kept_when = "indicators.share >= 50.0"

[[promises]]
id = "all"
text = "全部完成"
by = "2022-06-30"
kept_when = "measures.done >= figures.planned"

[[promises]]
id = "stock"
text = "全部排查"
by = "2022-12-31"
kept_when = "measures.found >= measures.stock"

[[promises]]
id = "spend"
text = "用足资金"
kept_when = "measures.grants_wan >= figures.funds"

[[promises]]
id = "word"
text = "加强领导"
by = "2022-05-31"

[[readings]]
id = "old"
label = "旧房"
at = ["finish"]
options = [
  {id = "raze", text = "拆除", section = "四"},
  {id = "seal", text = "封存", section = "七", line = 9},
]

[[readings]]
id = "name"
options = [{id = "a", text = "名单"}, {id = "b", text = "机构"}]
"""

Sets = Mapping[str, Any]


def taken(transition: str, state: str, on: str, sets: Sets | None = None, **told: Any) -> StepTaken:
    """One step of a case."""
    return StepTaken(1, transition, state, on, 1, sets=dict(sets or {}), **told)


def act(kind: str, firm: str, fine: int | None = None) -> dict[str, dict[str, Any]]:
    """A record of the list of acts, with an informant whom nobody may read."""
    said: dict[str, Any] = {"kind": kind, "firm": firm, "informant": {"commitment": "i" * 64}}
    return said if fine is None else said | {"fine": fine}


HOUSES: dict[str, list[StepTaken]] = {
    "H-1": [
        taken(
            "find",
            "found",
            "2022-05-03T09:30",
            {
                "town": "东镇",
                "area": "100.5",
                "rooms": 3,
                "owner": {"commitment": "a" * 64},
                "seen": "2022-05-02T00:00",
                "uses": ["住", "商"],
                "plan": {"name": "图.pdf", "sha256": "0" * 64},
                "firm": "F-1",
            },
        ),
        taken("check", "checked", "2022-05-20", appends={"acts": [act("1", "甲", 100_000)]}),
        taken("give", "checked", "2022-06-01", {"grant": 2_523_200}),
        taken("finish", "done", "2022-06-10", {"old": "raze"}),
        taken("give", "done", "2022-07-02", {"grant": 100_050}),
    ],
    "H-2": [
        taken("find", "found", "2022-05-31", {"town": "西镇", "area": "59.25", "rooms": 2}),
        taken(
            "check",
            "checked",
            "2022-06-02",
            appends={"acts": [act("1", "甲", 12_345), act("7", "乙", 5)]},
        ),
        taken("finish", "done", "2022-06-15", {"old": "seal"}),
        taken("reopen", "checked", "2022-06-20", appends={"acts": [act("7", "乙")]}),
        taken("finish", "done", "2022-07-01", {"old": "raze"}),
    ],
    "H-3": [taken("find", "found", "2022-06-30", {"town": "东镇"})],
}
FIRMS = Edition(
    msgspec.convert(
        {
            "id": "firms",
            "title": "企业",
            "edition": 1,
            "source": "…",
            "office": "市住建局",
            "series": "F-{n}",
            "fields": [
                {"id": "name", "type": "text"},
                {"id": "capital", "type": "money"},
                {"id": "head", "type": "text", "personal": True},
            ],
            "states": [{"id": "listed", "label": "在册"}],
            "transitions": [{"id": "list", "to": "listed"}],
        },
        Definition,
    )
)
FIRM = fold_steps(
    "F-1",
    "firms",
    [
        taken(
            "list",
            "listed",
            "2022-01-01",
            {"name": "甲公司", "capital": 150, "head": {"commitment": "h" * 64}},
        )
    ],
)


def others(number: str, _procedure: str) -> tuple[Edition, Snapshot] | None:
    """The one firm that cases refer to."""
    return (FIRMS, FIRM) if number == "F-1" else None


def world(
    at: str = "2022-07-31",
    cases: Mapping[str, Iterable[StepTaken]] = HOUSES,
    settings: Mapping[str, str] | None = None,
    **brought: Any,
) -> World:
    """The three cases, or others, as they stood at the end of a day."""
    definition = msgspec.convert(tomllib.loads(TEXT), Definition)
    edition = Edition(definition, settings, {"firms": FIRMS.definition})
    until = date.fromisoformat(at[:10])
    folded = (fold_steps(number, "houses", steps, until) for number, steps in cases.items())
    return World(edition, [one for one in folded if one.steps], at, others=others, **brought)


def measure(world: World, name: str) -> Measure:
    """A measure by its id."""
    return next(one for one in world.edition.definition.measures if one.id == name)


def ledger(text: str) -> Ledger:
    """A ledger, as a procedure writes it."""
    return msgspec.convert(tomllib.loads(f'id = "ledger"\n{text}'), Ledger)


def form(text: str) -> Form:
    """A form, as a procedure writes it."""
    return msgspec.convert(tomllib.loads(f'id = "form"\n{text}'), Form)
