"""Filings with a script of their own: what the plan forbids is tried, and must be refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from .actions import Action, Amendment, Attempt, Reversal, Step
from .tax_filing import Filing, submission

Officers = dict[str, str]
UNFILED = "信息员须已备案"


def _day(filing: Filing, after_due: int) -> date:
    assert filing.due is not None
    return filing.due + timedelta(days=after_due)


def _at(day: date, do: str, reason: str = "", **values: Any) -> Step:
    return Step(day.isoformat(), do, values, (), reason)


def _no(step: Step, section: str, says: str, alone: bool = False) -> Attempt:
    return Attempt(step, section, says, alone=alone)


def _checked_when_submitted(filing: Filing, officers: Officers) -> list[Action]:
    """附件3, 附件2 二(二), 附件2 四: who submits, how, and with what."""
    day = _day(filing, -3)

    def tried(records: int = 12, **others: Any) -> Step:
        return submission(filing, officers, "submit", day, records, **others)

    bare = Step(day.isoformat(), "submit", tried().sets)
    return [
        _no(tried(officer=officers["disqualified"]), "附件3 第四条、第五条", UNFILED, alone=True),
        _no(tried(officer=officers["recommended"]), "附件3 第四条、第五条", UNFILED),
        _no(tried(officer=officers["审计局"]), "附件3 第一条", "须是报送单位的人员", alone=True),
        _no(tried(confidential="true"), "附件2 二(二)", "必须由报送单位亲自送达"),
        _no(
            *(tried(confidential="true", way="电子邮件"), "附件2 二(二)"),
            *("必须由报送单位亲自送达", True),
        ),
        _no(tried(way="直接派人采集"), "附件2 二(二)", "由采集部门登记"),
        _no(bare, "附件2 四", "要及时录入系统", alone=True),
        _no(tried(-1), "附件4 第十条", "数量不小于零"),
        tried(),
        _no(_at(day, "assess", quality="9", quantity="9"), "附件4 第十条", "cannot take assess"),
        _no(_at(day, "return"), "附件2 五", "needs a reason"),
        _at(day, "accept"),
        _no(_at(day, "pass"), "附件2 三(二)", "cannot take pass", alone=True),
        _no(_at(day, "assess", quality="11", quantity="9"), "二(五)", "得分不超过满分"),
        _no(_at(day, "assess", quality="9", quantity="-1"), "二(五)", "得分不小于零"),
        _no(_at(day, "assess", quality="9"), "附件4 第十条", "quantity"),
        _at(day, "assess", quality="8", quantity="9"),
        _no(_at(day, "feed_back", outcome="无"), "附件2 三(四)", "cannot take feed_back"),
        _at(day, "archive"),
    ]


def _late(filing: Filing, officers: Officers) -> list[Action]:
    """附件2 三(三): what is late carries a reason, and no reason is asked for before."""
    in_time, late = _day(filing, 0), _day(filing, 1)
    bare = submission(filing, officers, "submit", late, 3)
    explained = submission(filing, officers, "submit", late, 3, late_reason="停电")
    return [
        _no(_at(in_time, "explain", late_reason="停电"), "附件2 三(三)", "须在期限之后"),
        _no(bare, "附件2 三(三)", "应当注明原因", alone=True),
        explained,
        _at(late, "accept"),
        _at(late, "assess", quality="5", quantity="6"),
        _at(late, "pass", passed_to="财政部门、税务部门", compared="少报"),
        _no(_at(late, "feed_back", outcome="补缴"), "附件2 三(四)", "cannot take feed_back"),
        _no(_at(late, "hand_over"), "附件1 三(七)", "problems"),
        _at(late, "hand_over", problems={"department": "公安局", "text": "假发票"}),
        _at(late + timedelta(days=1), "check", verified="属实"),
        _no(
            _at(late + timedelta(days=60), "feed_back", outcome="补缴"),
            *("附件2 三(三)", "应当注明原因", True),
        ),
        _at(late + timedelta(days=60), "explain_delay", delay_reason="企业注销"),
        _at(late + timedelta(days=61), "feed_back", outcome="补缴"),
    ]


def _corrected(filing: Filing, officers: Officers) -> list[Action]:
    """A wrong number is corrected; an assessment that was recorded by mistake is taken back."""
    day = _day(filing, -2)
    return [
        submission(filing, officers, "submit", day, 400),
        _at(day, "accept"),
        _at(day, "assess", quality="2", quantity="2"),
        Reversal(day.isoformat(), "误登记"),
        _at(day, "assess", quality="7", quantity="8"),
        Amendment(day.isoformat(), "records", "40", "多记一个零"),
        Amendment(day.isoformat(), "quantity", "6", "复核"),
    ]


def _asked(filing: Filing, officers: Officers) -> list[Action]:
    """附件2 二(二): asked for, then answered; assessed not before it is there."""
    assert filing.asked is not None
    day = filing.asked
    return [
        _no(
            submission(filing, officers, "submit", day, 1),
            *("附件2 二(二)", "先由办公室提出需求"),
        ),
        _no(_at(day, "request", purpose="核查"), "附件2 二(二)", "requester"),
        _at(day, "request", requester="税务局", purpose="核查"),
        _no(_at(day, "assess", quality="1", quantity="1"), "附件4 第十条", "cannot take assess"),
        _no(_at(day, "explain_request", late_reason="忙"), "附件2 三(三)", "须在期限之后"),
        submission(filing, officers, "answer", day + timedelta(days=1), 1),
        _at(day + timedelta(days=2), "accept"),
    ]


def _collected(filing: Filing, officers: Officers) -> list[Action]:
    """附件2 二(二): the tax office sends somebody for it, late, and says why."""
    assert filing.asked is not None
    late = _day(filing, 2)
    values = {"way": "直接派人采集", "records": "7"}
    taken = Step(late.isoformat(), "collect", values, ("涉税信息",))
    explained = Step(taken.day, "collect", taken.sets | {"late_reason": "路远"}, taken.files)
    mailed = Step(taken.day, "collect", explained.sets | {"way": "电子邮件"}, taken.files)
    return [
        _at(filing.asked, "request", requester="税务局", purpose="核查"),
        _no(mailed, "附件2 二(二)", "传递方式为直接派人采集"),
        _no(taken, "附件2 三(三)", "应当注明原因"),
        explained,
        _at(late, "accept"),
        _at(late, "assess", quality="10", quantity="10"),
    ]


def _returned_twice(filing: Filing, officers: Officers) -> list[Action]:
    """附件2 五: returned, mended late, returned again: in time is when it first came."""
    day = _day(filing, -1)
    return [
        submission(filing, officers, "submit", day, 30),
        _at(day, "return", "口径不符"),
        _no(
            submission(filing, officers, "resubmit", day, 30, officer=officers["disqualified"]),
            *("附件3 第四条、第五条", UNFILED),
        ),
        submission(filing, officers, "resubmit", day + timedelta(days=20), 31),
        _at(day + timedelta(days=21), "return", "仍不符"),
        submission(filing, officers, "resubmit", day + timedelta(days=22), 32),
        _at(day + timedelta(days=22), "accept"),
        _at(day + timedelta(days=23), "assess", quality="4", quantity="10"),
    ]


SPECIAL: dict[str, Callable[[Filing, Officers], list[Action]]] = {
    "police/1/2022-06": _checked_when_submitted,
    "land/6/2022-09": _late,
    "housing/1/2022-08": _corrected,
    "police/7/R-1": _asked,
    "land/3/R-1": _collected,
    "industry/2/2022-Q4": _returned_twice,
}
