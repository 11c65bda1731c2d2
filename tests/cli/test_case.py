"""Cases at the command line: what a step needs, corrections, batches, files, personal values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .terminal import Terminal, contents, copied, one_complaint

FIRMS = """\
id = "firms"
title = "企业备案"
edition = 1
source = "办法"
office = "主管局"
series = "QY-{n:03}"
states = [{id = "filed", label = "已备案"}, {id = "gone", label = "已注销", final = true}]
fields = [{id = "name", label = "名称", type = "text"}]
transitions = [
  {id = "file", label = "备案", to = "filed", fields = ["name"]},
  {id = "strike", label = "注销", from = ["filed"], to = "gone", reason = true},
]
"""
FUND = """\
id = "fund"
title = "维修资金"
edition = 1
source = "办法"
office = "主管局"
series = "WX-{year}-{n:03}"

[[figures]]
id = "most"
label = "单笔上限"
type = "money"
value = "1"
unit = "万元"
section = "二"

[[figures]]
id = "rate"
label = "利率"
type = "decimal"
setting = true

[[fields]]
id = "compound"
label = "小区"
type = "text"
unique = [{within = "open", why = "该小区已有在办的申请", section = "一"}]

[[fields]]
id = "amount"
label = "金额"
type = "money"
unit = "元"

[[fields]]
id = "firm"
label = "施工企业"
type = "ref"
procedure = "firms"

[[fields]]
id = "applicant"
label = "申请人"
type = "text"
personal = true

[[fields]]
id = "works"
label = "工程"
type = "list"
fields = [
  {id = "kind", label = "类别", type = "choice", choices = ["屋面", "电梯"]},
  {id = "area", label = "面积", type = "decimal", unit = "平方米"},
]

[[states]]
id = "open"
label = "已申请"

[[states]]
id = "paid"
label = "已拨付"
final = true

[[states]]
id = "stored"
label = "已归集"
final = true

[[transitions]]
id = "apply"
label = "申请"
to = "open"
fields = ["compound", "amount", "works"]
when = [{that = 'amount <= figures.most', why = "单笔不超过1万元", section = "二"}]

[[transitions]]
id = "collect"
label = "归集"
to = "stored"
fields = ["compound", "amount"]
posts = [{account = "fund", amount = "amount"}]

[[transitions]]
id = "pay"
label = "拨付"
from = ["open"]
to = "paid"
fields = ["firm"]
when = [{that = 'firm.state == "filed"', why = "企业未备案", section = "三"}]
files = ["发票"]
posts = [{account = "fund", amount = "amount", way = "out"}]
section = "四"

[[tables]]
id = "grade"
label = "等级"
hit = "highest"
default = "一般"
rows = [
  {result = "紧急", declared = "leak", label = "漏水严重", section = "五"},
  {result = "较急", when = 'works.exists(w, w.kind == "电梯")', label = "电梯", section = "五"},
]

[[measures]]
id = "paid"
label = "拨付金额"
unit = "万元"
at = ["pay"]
sum = "amount"

[[measures]]
id = "area"
label = "屋面面积"
unit = "平方米"
over = "works"
where = 'item.kind == "屋面"'
sum = "item.area"

[[measures]]
id = "stock"
label = "小区总数"
unit = "个"
entered = true

[[ledgers]]
id = "works"
label = "工程台账"
over = "works"
columns = [
  {id = "number", label = "编号", value = "number"},
  {id = "kind", label = "类别", value = "item.kind"},
  {id = "area", label = "面积", value = "item.area"},
]

[[forms]]
id = "monthly"
label = "月报"
parts = [{label = "一", columns = ["数量"], lines = [{no = "1", label = "拨付金额", unit = "万元", \
measures = ["paid"]}, {no = "2", label = "屋面", unit = "平方米", measures = ["area"]}, \
{no = "3", label = "小区", unit = "个", measures = ["stock"]}]}]

[[accounts]]
id = "fund"
label = "维修资金"
key = "compound"
unit = "元"
money = true
"""
ROOF = 'works={"kind": "屋面", "area": "120.5"}'
LIFT = 'works={"kind": "电梯", "area": "4"}'
APPLICANT = "申请者乙"


@pytest.fixture(scope="module")
def template(bare_template: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with two procedures, a filed firm, 5,000 yuan collected, and an application."""
    home = tmp_path_factory.mktemp("cases")
    shell = copied(bare_template, home / "office", home)
    for name, text in (("firms", FIRMS), ("fund", FUND)):
        (shell.folder / f"{name}.toml").write_text(text, encoding="utf-8")
        shell.done("procedure", "adopt", f"{name}.toml")
    (shell.folder / "bill.pdf").write_bytes(b"a bill")
    shell.done("case", "open", "firms", "--set", "name=甲公司", "--on", "2022-05-01")
    collected = ("--set", "compound=一小区", "--set", "amount=5000")
    shell.done("case", "open", "fund", "--transition", "collect", *collected, "--on", "2022-05-02")
    asked = ("--set", "compound=一小区", "--set", "amount=3000.50", "--set", ROOF, "--set", LIFT)
    asked += ("--set", f"applicant={APPLICANT}")
    shell.done("case", "open", "fund", *asked, "--on", "2022-06-01")
    return shell


@pytest.fixture
def fund(template: Terminal, tmp_path: Path) -> Terminal:
    """A copy of the store."""
    return copied(template, tmp_path / "office", tmp_path)


PAY = ("pay", "--set", "firm=QY-001", "--file", "发票=bill.pdf", "--on", "2022-06-10")


def balance(shell: Terminal, **asked: str) -> str:
    """What the compound's account holds."""
    (row,) = shell.json("ledger", "show", "accounts", *asked.values())
    return str(row["balance"])


def test_a_refused_step_names_all_that_it_lacks(fund: Terminal) -> None:
    """Everything that is missing is said at once, with its section; nothing is written."""
    before = contents(fund.store)
    said = one_complaint(fund.run("case", "move", "WX-2022-002", "pay", "--on", "2022-06-10"), 1)
    assert "firm (施工企业) is missing (四)" in said
    assert "发票" in said
    assert contents(fund.store) == before


def test_a_step_looks_at_another_case(fund: Terminal) -> None:
    """A condition may ask what the case that a field names has become."""
    fund.done("case", "move", "QY-001", "strike", "--reason", "歇业", "--on", "2022-06-05")
    said = one_complaint(fund.run("case", "move", "WX-2022-002", *PAY), 1)
    assert "企业未备案 (三)" in said


def test_a_payment_is_posted_and_its_reversal_undoes_it(fund: Terminal) -> None:
    """Balances move in the step's own transaction; a step taken back is compensated."""
    assert balance(fund) == "5000.00"
    fund.done("case", "move", "WX-2022-002", *PAY)
    assert balance(fund) == "1999.50"
    fund.done("case", "reverse", "WX-2022-002", "--reason", "误记")
    case = fund.json("case", "show", "WX-2022-002")
    assert (case["state"], balance(fund)) == ("open", "5000.00")
    assert [(h["kind"], h["standing"]) for h in case["history"]] == [
        ("opened", True),
        ("moved", False),
        ("reversed", True),
    ]
    assert fund.verified() == []


def test_an_account_does_not_go_below_its_floor(fund: Terminal) -> None:
    """What came in and was given out since cannot be taken back, nor more be given out."""
    fund.done("case", "move", "WX-2022-002", *PAY)
    said = one_complaint(fund.run("case", "reverse", "WX-2022-001", "--reason", "误记"), 1)
    assert "-3000.50" in said or "-300050" in said
    more = ("--set", "compound=一小区", "--set", "amount=2000", "--set", ROOF, "--on", "2022-06-11")
    number = fund.json("case", "open", "fund", *more)["number"]
    said = one_complaint(fund.run("case", "move", number, *PAY[:-1], "2022-06-12"), 1)
    assert "fund" in said


def test_what_is_unique_belongs_to_one_open_case(fund: Terminal) -> None:
    """A compound has one open application; once that is closed, the next may be made."""
    again = ("--set", "compound=一小区", "--set", "amount=1", "--set", ROOF, "--on", "2022-06-12")
    said = one_complaint(fund.run("case", "open", "fund", *again), 1)
    assert "该小区已有在办的申请 (一)" in said
    assert "WX-2022-002" in said
    fund.done("case", "move", "WX-2022-002", *PAY)
    fund.done("case", "open", "fund", *again)


def test_values_and_records_are_corrected_with_a_reason(fund: Terminal) -> None:
    """A correction puts right what was set, as if it had always been so, and is told."""
    fund.done("case", "amend", "WX-2022-002", "--set", 'works.1={"area": "99"}', "--reason", "复测")
    fund.done("case", "amend", "WX-2022-002", "--set", "amount=2,800", "--reason", "复核")
    early = fund.json("case", "show", "WX-2022-002", "--as-of", "2022-06-01")
    assert early["fields"]["amount"] == "2800.00"
    assert early["fields"]["works"][0] == {"kind": "屋面", "area": "99"}
    said = one_complaint(
        fund.run("case", "amend", "WX-2022-002", "--set", "works.3={}", "--reason", "x"), 1
    )
    assert "2" in said
    said = one_complaint(fund.run("case", "amend", "WX-2022-002", "--set", "amount=9"), 2)
    assert "--reason" in said


def test_a_correction_does_not_contradict_a_step_that_stands(fund: Terminal) -> None:
    """Neither a rule that let it be taken, nor an entry that it made: that step goes back first."""
    amend = ("case", "amend", "WX-2022-002", "--reason", "x", "--set")
    said = one_complaint(fund.run(*amend, "amount=20000"), 1)
    assert "apply (申请): 单笔不超过1万元 (二)" in said
    fund.done("case", "move", "WX-2022-002", *PAY)
    said = one_complaint(fund.run(*amend, "amount=2000"), 1)
    assert "amount stands in the entry that pay (拨付) made" in said
    fund.done("case", "reverse", "WX-2022-002", "--reason", "金额有误")
    fund.done(*amend, "amount=2000")
    assert fund.verified() == []


def test_a_corrected_value_is_claimed_in_place_of_the_old_one(fund: Terminal) -> None:
    """What is unique follows a correction, and is given back and taken again as corrected."""
    fund.done("case", "amend", "WX-2022-002", "--set", "compound=九小区", "--reason", "笔误")
    again = ("--set", "compound=一小区", "--set", "amount=1", "--set", ROOF, "--on", "2022-06-12")
    fund.done("case", "open", "fund", *again)
    taken = ("--set", "compound=九小区", *again[2:])
    assert "WX-2022-002" in one_complaint(fund.run("case", "open", "fund", *taken), 1)
    assert fund.verified() == []


def test_a_batch_is_all_or_nothing(fund: Terminal) -> None:
    """Every bad row is named with its line, and nothing is written."""
    rows = [
        {"compound": "二小区", "amount": "1", "works": [{"kind": "屋面", "area": "1"}]},
        {"compound": "三小区", "amount": "20000", "works": [{"kind": "屋面", "area": "1"}]},
        {"compound": "四小区", "amount": "x", "works": [{"kind": "屋面", "area": "1"}]},
    ]
    text = "".join(json.dumps(row | {"on": "2022-06-03"}) + "\n" for row in rows)
    before = contents(fund.store)
    outcome = fund.run("case", "open", "fund", "--batch", "-", stdin=text)
    assert outcome.code == 1
    assert "line 2: " in outcome.err
    assert "line 3: " in outcome.err
    assert "line 1: " not in outcome.err
    assert contents(fund.store) == before
    good = text.splitlines(keepends=True)[0]
    answer = fund.json("case", "open", "fund", "--batch", "-", stdin=good)
    assert (answer["added"], answer["refused"]) == (1, 0)


def test_a_row_is_declared_with_a_reason(fund: Terminal) -> None:
    """A worded condition is a person's word: it needs a reason, and is shown as the cause."""
    table = fund.json("case", "show", "WX-2022-002")["tables"]["grade"]
    assert (table["result"], table["because"]) == ("较急", [{"row": "电梯", "section": "五"}])
    step = ("case", "move", "WX-2022-002", *PAY, "--declare", "grade:leak")
    assert "--reason" in one_complaint(fund.run(*step), 2)
    fund.done(*step, "--reason", "现场查看")
    table = fund.json("case", "show", "WX-2022-002")["tables"]["grade"]
    assert (table["result"], table["because"]) == ("紧急", [{"row": "漏水严重", "section": "五"}])


def test_files_are_kept_by_their_digest(fund: Terminal) -> None:
    """A file's name, size and SHA-256 are in the event; verification reads it again."""
    fund.done("case", "move", "WX-2022-002", *PAY)
    (held,) = fund.json("case", "show", "WX-2022-002")["files"]
    assert (held["kind"], held["name"], held["size"]) == ("发票", "bill.pdf", 6)
    place = fund.store / "files" / held["sha256"][:2] / held["sha256"][2:]
    place.chmod(0o644)
    place.write_bytes(b"A bill")
    assert [fault["kind"] for fault in fund.verified()] == ["file"]


def test_personal_values_never_enter_the_log(fund: Terminal) -> None:
    """An event holds a salted commitment; what is shown is masked unless it is asked for."""
    for path in (fund.store / "log.sqlite", fund.store / "log.sqlite-wal"):
        if path.exists():
            stored = fund.done("audit", "log", "--format", "jsonl").out
            assert APPLICANT not in stored
    assert fund.json("case", "show", "WX-2022-002")["fields"]["applicant"] == "＊＊＊"
    shown = fund.json("case", "show", "WX-2022-002", "--personal")["fields"]
    assert shown["applicant"] == APPLICANT


def test_personal_values_are_disposed_of_by_an_approval(fund: Terminal) -> None:
    """After a signed disposal the value is in no file of the store, and the log verifies."""
    step = ("case", "dispose", "WX-2022-002", "--reason", "保管期满")
    assert "registrar" in one_complaint(fund.run(*step), 1)
    paper = ("--approve", "--office", "registrar", "--by", "某主任", "--paper", "bill.pdf")
    fund.done("approval", "record", "WX-2022-002", "dispose", *paper)
    fund.json("ledger", "show", "cases")
    fund.done(*step)
    for path in fund.store.rglob("*"):
        assert not path.is_file() or APPLICANT.encode() not in path.read_bytes(), path
    assert fund.json("case", "show", "WX-2022-002", "--personal")["fields"]["applicant"] == (
        "（已销毁）"
    )
    assert fund.verified() == []


def test_a_form_has_its_period_and_its_cumulative_values(fund: Terminal) -> None:
    """Line by line, exactly: sums of events, and what was entered with its source."""
    fund.done("case", "move", "WX-2022-002", *PAY)
    basis = ("--basis", "房产登记簿")
    fund.done("procedure", "enter", "fund", "stock", "2022-05", "12", *basis)
    rows = fund.json("procedure", "form", "fund", "monthly", "2022-06")
    assert [(r["no"], r["period"], r["cumulative"]) for r in rows] == [
        ("1", "0.30005", "0.30005"),
        ("2", "120.5", "120.5"),
        ("3", None, "12"),
    ]
    rows = fund.json("procedure", "form", "fund", "monthly", "2022-07")
    assert [r["period"] for r in rows][:2] == ["0", "0"]


def test_a_setting_needs_the_offices_approval(fund: Terminal) -> None:
    """A figure that the text leaves open is set for all, by whom the edition names."""
    step = ("procedure", "set", "fund", "rate", "1.5")
    assert "主管局" in one_complaint(fund.run(*step), 1)
    paper = ("--approve", "--office", "主管局", "--by", "局长", "--paper", "bill.pdf")
    fund.done("approval", "record", "procedure:fund", "set rate 1.5", *paper)
    fund.done(*step)
    figures = {f["id"]: f["value"] for f in fund.json("procedure", "show", "fund")["figures"]}
    assert figures["rate"] == "1.5"
    assert fund.verified() == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("case", "open", "no-such", "--on", "2022-06-01"), 1, "no procedure no-such"),
        (("case", "move", "WX-9", "pay", "--on", "2022-06-01"), 1, "no case WX-9"),
        (("case", "move", "WX-2022-002", "fly", "--on", "2022-06-02"), 1, "no step fly"),
        (("case", "move", "WX-2022-002", *PAY[:-1], "2022-05-30"), 1, "before the last one"),
        (("case", "move", "WX-2022-002", *PAY[:-1], "2999-01-01"), 1, "still to come"),
        (("case", "move", "WX-2022-002", *PAY[:-1], "2022-06"), 2, "a day, or a minute"),
        (("case", "move", "WX-2022-002", "pay", "--set", "firm", "--on", "2022-06-10"), 2, "F=V"),
        (("case", "move", "WX-2022-002", *PAY, "--set", "colour=红"), 2, "no field colour"),
        (("case", "amend", "WX-2022-002", "--set", "amount=多", "--reason", "x"), 2, "an amount"),
        (("case", "move", "WX-2022-002", *PAY, "--file", "发漂=bill.pdf"), 2, "asks for no file"),
        (("case", "open", "fund", "--set", "works={}"), 2, "holds at least one value"),
        (("case", "list", "fund", "--state", "lost"), 2, "no state lost"),
        (("case", "open", "firms", "--number", "a0000001", "--set", "name=x"), 2, "like an id"),
        (("case", "open", "firms", "--number", "QY-001", "--set", "name=x"), 1, "given out"),
        (("case", "show", "WX"), 1, "several numbers"),
        (("procedure", "form", "fund", "monthly", "2022-Q2"), 2, "2022-06"),
        (("procedure", "form", "fund", "yearly", "2022"), 2, "no form yearly"),
        (("due", "--on", "2022-06"), 2, "neither a day nor a minute"),
        (("ledger", "show", "works", "--overdue"), 2, "no column status"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    fund: Terminal, words: tuple[str, ...], code: int, said: str
) -> None:
    """One line that names the place and the way out, the exit code of its kind."""
    before = contents(fund.store)
    assert said in one_complaint(fund.run(*words), code)
    assert contents(fund.store) == before
