"""The firms of the story: filed in time, late and never; checked; on the lists, and off them."""

from __future__ import annotations

from .property_telling import HOUSING, begin, go, no, step
from .telling import Turn

PROCEDURE = "property-firms"
LIST = "三(三)2"
BUREAU = {HOUSING: "住建经办"}
# name, licensed, registered; 30 full days after the second ends the term
FIRMS = {
    "WQ-an": ("安居物业", "2022-06-01", "2022-06-12"),
    "WQ-ning": ("宁和物业", "2022-05-20", "2022-06-12"),
    "WQ-kang": ("康乐物业", "2022-06-05", "2022-06-12"),
    "WQ-tai": ("泰来物业", "2022-06-08", "2022-06-12"),
    "WQ-he": ("合众物业", "2022-06-10", "2022-06-12"),
    "WQ-xin": ("新家物业", "2022-08-20", "2022-08-21"),
}
# (filed, due, how it stands), each counted by hand; who is deregistered owes nothing any more
TERMS = {
    "WQ-an": ("2022-07-01", "2022-07-01", "met"),
    "WQ-ning": ("2022-06-19", "2022-06-19", "met"),
    "WQ-tai": ("2022-07-20", "2022-07-08", "late"),
    "WQ-he": ("2022-06-25", "2022-07-10", "met"),
    "WQ-xin": (None, "2022-09-19", "overdue"),
}


def licensed() -> list[Turn]:
    """Six firms are licensed; four file, two never do."""
    turns = [
        begin(PROCEDURE, number, step(opened, "license", name=name, licensed=day))
        for number, (name, day, opened) in FIRMS.items()
    ]
    turns += [
        no(
            "WQ-x",
            "五(一)3(22)",
            "belongs to WQ-an",
            step("2022-06-13", "license", name="安居物业", licensed="2022-06-01"),
            PROCEDURE,
        ),
        no("WQ-an", "五(一)3(22)", "企业法人营业执照", step("2022-06-13", "file")),
        no("WQ-an", "三(三)1", "from its state", step("2022-06-13", "check")),
    ]
    for number, (filed, _due, _status) in TERMS.items():
        if filed is not None:
            turns += go(number, step(filed, "file", "企业法人营业执照"))
    by = {"市场监督管理局": "市监经办", HOUSING: "住建经办"}
    turns += [
        no("WQ-kang", "五(一)3(22)", "三十日未满", step("2022-07-05", "remove", reason="未备案")),
        no("WQ-kang", "五(一)3(24)", HOUSING, step("2022-07-06", "remove", reason="未备案")),
        no("WQ-an", "五(一)3(24)", "from its state", step("2022-07-06", "remove", reason="未备案")),
    ]
    return [*turns, *go("WQ-kang", step("2022-07-06", "remove", reason="未备案", by=by))]


def checked() -> list[Turn]:
    """Two checks, of which one finds something; the obligations, one by one."""
    clean = {"found": "未发现问题", "text": "记录齐全"}
    broken = {"found": "违反物业服务合同", "text": "监控停运"}
    both = {"found": "未发现问题、违法违规", "text": "矛盾"}
    return [
        *go("WQ-an", step("2022-07-21", "check", "抽查记录", checks=[clean])),
        *go("WQ-ning", step("2022-07-21", "check", "抽查记录", checks=[broken])),
        no("WQ-ning", "三(三)1", "尚未依法处理", step("2022-07-22", "report", "通报")),
        no("WQ-an", "三(三)1", "没有发现", step("2022-07-22", "handle", handled=[{"text": "x"}])),
        no("WQ-he", "三(三)1", "抽查记录", step("2022-07-22", "check", checks=[clean])),
        no("WQ-an", "三(三)1", "没有违法", step("2022-07-22", "check", "抽查记录", checks=[both])),
        *go(
            "WQ-ning",
            step("2022-07-25", "handle", handled=[{"text": "责令恢复监控"}]),
            step("2022-07-28", "report", "通报"),
            step("2022-08-01", "fulfil", obligations=[{"item": "obligation/4"}]),
        ),
        *go(
            "WQ-an",
            step(
                "2022-08-01",
                "fulfil",
                obligations=[{"item": f"obligation/{n}", "text": "已核对"} for n in range(1, 12)],
            ),
        ),
    ]


def listed() -> list[Turn]:
    """One firm on the black list and off it again, one on the red, one struck out."""
    ask = step("2022-08-02", "ask", proposal="列入黑名单", street="云杉街道")
    black = {"reason": "擅自停运电梯"}
    return [
        no("WQ-he", LIST, "尚未征求街道意见", step("2022-08-01", "blacken", **black, by=BUREAU)),
        *go("WQ-he", ask),
        no("WQ-he", LIST, "尚未征求街道意见", step("2022-08-02", "blacken", **black)),
        no("WQ-he", LIST, "前一次征求的意见", ask),
        no("WQ-he", LIST, "街道意见", step("2022-08-02", "answer", opinion="同意")),
        *go("WQ-he", step("2022-08-05", "answer", "街道意见", opinion="同意")),
        no("WQ-he", LIST, "已经答复", step("2022-08-05", "answer", "街道意见", opinion="不同意")),
        no("WQ-he", LIST, "不是列入红名单", step("2022-08-06", "redden", reason="x")),
        no("WQ-he", LIST, HOUSING, step("2022-08-06", "blacken", **black)),
        no("WQ-he", LIST, "名单没有变化", step("2022-08-06", "publish", "名单公布")),
        *go(
            "WQ-he",
            step("2022-08-08", "blacken", **black, by=BUREAU),
            step("2022-08-10", "publish", "名单公布"),
        ),
        *go(
            "WQ-an",
            step("2022-08-10", "ask", proposal="列入红名单", street="青杨街道"),
            step("2022-08-12", "answer", "街道意见", opinion="不同意"),
            step("2022-08-15", "redden", reason="履行义务好", by=BUREAU),
            step("2022-08-16", "publish", "名单公布"),
        ),
        no(
            "WQ-an",
            LIST,
            "已在红名单",
            step("2022-08-20", "ask", proposal="列入红名单", street="x"),
        ),
        no(
            "WQ-ning",
            LIST,
            "不在红黑名单",
            step("2022-08-20", "ask", proposal="移出红黑名单", street="x"),
        ),
    ]


def lifted() -> list[Turn]:
    """The black list is left again: the street is asked once more."""
    ask = step("2023-06-20", "ask", proposal="移出红黑名单", street="云杉街道")
    return [
        no("WQ-he", LIST, "尚未征求街道意见", step("2023-06-19", "lift", reason="已整改")),
        *go("WQ-he", ask, step("2023-06-25", "answer", "街道意见", opinion="同意")),
        *go(
            "WQ-he",
            step("2023-06-28", "lift", reason="已整改", by=BUREAU),
            step("2023-06-30", "publish", "名单公布"),
        ),
    ]


def struck_out() -> list[Turn]:
    """A firm is expelled from the market."""
    worst = {"reason": "侵占公共收益，情节恶劣"}
    return [
        no("WQ-tai", LIST, HOUSING, step("2024-08-01", "expel", **worst)),
        *go("WQ-tai", step("2024-08-05", "expel", **worst, responsible="虚构甲", by=BUREAU)),
    ]
