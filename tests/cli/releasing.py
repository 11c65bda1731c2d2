"""Two made-up procedures: reports, which hold what is confidential, and letters that release it."""

from __future__ import annotations

from .terminal import Terminal

LETTERS = """\
id = "letters"
title = "公布批准"
edition = 1
source = "办法"
office = "领导小组"
series = "PZ-{n}"
fields = [
  {id = "unit", label = "提供单位", type = "choice", choices = ["甲局", "乙局"]},
  {id = "recipient", label = "接收单位", type = "text"},
  {id = "takings", label = "取用", type = "list", fields = [
    {id = "what", label = "取用的内容", type = "text"},
    {id = "by", label = "取用人", type = "text"},
    {id = "day", label = "取用日期", type = "date"},
    {id = "position", label = "位置", type = "integer"},
    {id = "sha256", label = "摘要", type = "text"},
  ]},
]
states = [
  {id = "applied", label = "已申请"},
  {id = "released", label = "已批准"},
  {id = "closed", label = "已收回", final = true},
]
transitions = [
  {id = "apply", label = "申请", to = "applied", fields = ["unit", "recipient"]},
  {id = "approve", label = "批准", from = ["applied"], to = "released", signs = [
    {office = "提供单位", scope = "unit"}, {office = "领导小组"},
  ]},
  {id = "take_out", label = "取用", from = ["released"], fields = ["takings"], section = "三(二)"},
  {id = "withdraw", label = "收回", from = ["released"], to = "closed", reason = true},
]
ledgers = [{id = "takings", label = "取用台账", over = "takings", columns = [
  {id = "number", value = "number"}, {id = "what", value = "item.what"},
  {id = "by", value = "item.by"}, {id = "day", value = "item.day"},
]}]
"""
REPORTS = '''\
id = "reports"
title = "信息报送"
edition = 1
source = "办法"
office = "领导小组"
series = "BS-{n}"
fields = [
  {id = "unit", label = "单位", type = "choice", choices = ["甲局", "乙局"]},
  {id = "amount", label = "税额", type = "money", confidential = true},
  {id = "payers", label = "纳税人", type = "list", fields = [
    {id = "name", label = "名称", type = "text"},
    {id = "paid", label = "已缴", type = "money", confidential = true},
  ]},
]
states = [{id = "sent", label = "已报送"}, {id = "closed", label = "已办结", final = true}]
transitions = [
  {id = "send", label = "报送", to = "sent", fields = ["unit", "amount"], files = ["清单", "函"]},
  {id = "list", label = "列出", from = ["sent"], fields = ["payers"]},
  {id = "close", label = "办结", from = ["sent"], to = "closed"},
]

[release]
procedure = "letters"
covers = "release.unit == unit"
take = "take_out"
files = ["清单"]
section = "一(三)"

[[tables]]
id = "size"
label = "规模"
hit = "first"
default = "小"
rows = [{result = "大", when = "amount > 100000"}]

[[ledgers]]
id = "sent"
label = "报送台账"
total = true
columns = [
  {id = "number", label = "编号", value = "number"},
  {id = "unit", label = "单位", value = "unit"},
  {id = "amount", label = "税额", value = "amount"},
  {id = "size", label = "规模", value = "tables.size"},
  {id = "big", label = "大额", value = "amount > 100000"},
]

[[ledgers]]
id = "units"
label = "单位台账"
group = ["unit"]
total = true
columns = [
  {id = "unit", label = "单位", value = "unit"},
  {id = "count", label = "件数", count = "true"},
  {id = "big", label = "大额", count = "amount > 100000"},
  {id = "sum", label = "税额", sum = "amount"},
]

[[ledgers]]
id = "payers"
label = "纳税人台账"
over = "payers"
columns = [
  {id = "name", label = "名称", value = "item.name"},
  {id = "paid", label = "已缴", value = "item.paid"},
]

[[forms]]
id = "slip"
label = "回执"
over = "cases"
text = """
# {number}

{unit}：{amount}元，{tables.size}
{when amount > 0}
已计税
{end}
"""
'''
REPORTED = (("甲局", "1234.5"), ("甲局", "500"), ("乙局", "77"))


def prepare(shell: Terminal) -> None:
    """Adopts both, and records three reports, each with its files, one with payers."""
    (shell.folder / "letters.toml").write_text(LETTERS, encoding="utf-8")
    (shell.folder / "reports.toml").write_text(REPORTS, encoding="utf-8")
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 signed")
    shell.done("procedure", "adopt", "letters.toml")
    shell.done("procedure", "adopt", "reports.toml")
    for number, (unit, amount) in enumerate(REPORTED, 1):
        for kind in ("list", "note"):
            (shell.folder / f"{kind}-{number}.csv").write_bytes(f"{kind} {unit} {amount}".encode())
        shell.done(
            *("case", "open", "reports", "--set", f"unit={unit}", "--set", f"amount={amount}"),
            *("--file", f"清单=list-{number}.csv", "--file", f"函=note-{number}.csv"),
            *("--on", "2022-06-01"),
        )
    record = '{"name": "某店", "paid": "33.25"}'
    shell.done("case", "move", "BS-1", "list", "--set", f"payers={record}", "--on", "2022-06-02")


def apply(shell: Terminal, unit: str) -> str:
    """Asks for a release of what a unit gave; its number."""
    values = ("--set", f"unit={unit}", "--set", "recipient=丙局")
    number: str = shell.json("case", "open", "letters", *values, "--on", "2022-06-03")["number"]
    return number


def approve(shell: Terminal, number: str, unit: str) -> None:
    """The unit and the group approve it on paper, and so it is released."""
    by = ("--approve", "--paper", "scan.pdf", "--on", "2022-06-04", "--by")
    given = ("--office", "提供单位", "--scope", unit)
    shell.done("approval", "record", number, "approve", *by, "钱某", *given)
    shell.done("approval", "record", number, "approve", *by, "孙某", "--office", "领导小组")
    shell.done("case", "move", number, "approve", "--on", "2022-06-04")
