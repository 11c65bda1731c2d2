"""What attachments 1 to 4 forbid to officers, bulletins, meetings and releases is refused."""

from __future__ import annotations

import pytest

from .people_run import People

FORBIDDEN = {
    # officers
    "officer without the form": ("附件3 第四条(二)", "综合治税信息员登记表 is missing"),
    "officer of no unit": ("附件3 第一条", "信息员是成员单位的人员"),
    "conditions not confirmed": (
        "附件3 第三条(四)",
        "devoted (责任心强，热爱综合治税工作) is missing",
    ),
    "no formal employment": ("附件3 第三条(二)", "须与信息提供单位有正式劳动关系"),
    "not filed by the office": ("附件3 第四条(二)", "综合治税领导小组办公室 for file"),
    "replaced without the unit's application": ("附件3 第四条(四)", "改聘须由所在单位申请"),
    "successor not on file": ("附件3 第四条(二)", "接任的信息员须已备案"),
    "disqualified without a cause": ("附件3 第五条", "cause (取消资格的情形) is missing"),
    "disqualified for another cause": ("", "cause is one of 责任心不强"),
    "disqualified by nobody": ("附件3 第五条", "综合治税领导小组办公室 for disqualify"),
    "disqualified twice": ("附件3 第五条", "from its state disqualified"),
    "a disqualified officer submits": ("附件3 第四条、第五条", "未被取消资格"),
    # bulletins
    "a matter of another kind": ("附件4 第六条", "不是综合情况通报的主要内容"),
    "a bulletin that nobody approved": ("附件4 第五条", "领导小组办公室主要负责同志 for approve"),
    "published before it is approved": ("附件4 第四条", "from its state proposed"),
    "issued twice": ("附件4 第四条(一)", "已经在简报上通报过"),
    "important without a reason": ("", "what is declared needs a reason"),
    "an important bulletin with the office's approval alone": (
        *("附件4 第五条", "needs the approval of 领导小组组长 for approve"),
    ),
    "an important bulletin with the head's approval alone": (
        *("附件4 第五条", "needs the approval of 领导小组办公室主要负责同志 for approve"),
    ),
    "an important bulletin approved twice by one person": (
        *("", "has decided approve (领导小组组长)"),
    ),
    "a brief that does not hold the bulletin": ("附件4 第四条(一)", "这期简报没有登载本通报"),
    "a bulletin that is not approved is issued": ("附件4 第五条", "登载的通报须已经批准"),
    "criticism of nobody": ("附件4 第九条", "批评通报须有批评的部门单位"),
    "criticism without a ground": ("附件4 第九条", "批评通报须有三种情形之一"),
    "criticism on another ground": ("", "ground is one of 领导不重视"),
    "criticism without filings": ("附件4 第九条(二)", "须列出所依据的报送"),
    "criticism with a filing that was in time": (
        *("附件4 第九条(二)", "所依据的报送没有逾期，也没有被退回"),
    ),
    "criticism with another unit's filing": ("附件4 第九条(二)", "所依据的报送不是该单位的"),
    "criticism with a filing that has no term": ("附件4 第九条(二)", "没有逾期，也没有被退回"),
    "criticism on the last day of the term": ("附件4 第九条(二)", "没有逾期，也没有被退回"),
    "criticism with a filing that nobody owes": ("", "there is no case police/99/2022-08"),
    "criticism closed without the brief": ("附件4 第八条、第九条", "在市综合治税工作简报上通报"),
    "criticism without facts": ("附件4 第九条(一)、(三)", "须写明事实"),
    "criticism without material": ("附件4 第九条(一)、(三)", "附材料"),
    "commendation without anything": ("附件4 第八条", "表彰通报须写明成效"),
    "commendation of an officer who is not on file": ("附件3 第十条", "表彰的信息员须在册"),
    "commendation without the assessment": ("附件4 第十条", "须附该年度的量化考核结果"),
    "commended before it is published": ("附件3 第十条", "须有已发出的表彰通报"),
    "commended by a bulletin of others": ("附件3 第十条", "表彰通报没有列这名信息员"),
    # the leading group
    "a topic without the head's approval": (
        *("附件1 五(一)", "needs the approval of 综合治税领导小组组长 for approve"),
    ),
    "a meeting of the group without topics": ("附件1 五(一)", "领导小组会议须有议题"),
    "a meeting with a topic that is not approved": (
        *("附件1 五(一)", "议题须经综合治税领导小组组长批准"),
    ),
    "a meeting held without saying who came": ("附件1 五(五)", "须记录到会情况"),
    "a topic discussed before the meeting": ("附件1 五(一)", "会议尚未召开"),
    "a topic that the meeting did not have": ("附件1 五(一)", "from its state proposed"),
    "a decision before there are minutes": ("附件1 五(三)", "会议尚未形成会议纪要"),
    "minutes without their paper": ("附件1 五(三)", "the file 会议纪要 is missing"),
    "a meeting of the group closed without circulating its minutes": (
        *("附件2 四", "from its state minuted"),
    ),
    "a decision with a day that is past": ("附件1 五(四)", "决定所定的日期已过"),
    "reported back without saying what": ("附件1 五(四)", "feedback (落实情况) is missing"),
    "a unit proposes a meeting of the group": ("附件1 五(二)", "成员单位建议召开的是工作会议"),
    "a meeting that the head was not asked for": ("附件1 五(二)", "from its state suggested"),
    "a proposed meeting without the head's decision": (
        *("附件1 五(二)", "needs the approval of 综合治税领导小组组长 for decide"),
    ),
    "another meeting changes the catalogue": ("附件2 五", "由涉税信息共享专题会议调整"),
    "the first edition is no change": ("附件2 五", "第1版是印文"),
    "officers meet without saying who came": ("附件3 第六条(五)", "须列出到会的信息员"),
    "an officer who is not on file came": ("附件3 第六条(五)", "到会的信息员须在册"),
    "a training in nothing": ("附件3 第九条", "须写明培训内容"),
    # releases
    "a release for another purpose": ("附件2 一(三)", "涉税信息不得用于非综合治税用途"),
    "a release of two units' filings": ("附件2 一(三)", "所涉及的报送不是该单位提供的"),
    "a release of what was not filed": ("附件2 一(三)", "所涉及的信息没有报送"),
    "a release that nobody approved": ("附件2 一(三)", "综合治税领导小组 for approve"),
    "a release approved by the group alone": ("附件2 一(三)", "信息提供方@公安局 for approve"),
    "a release approved by another unit": ("附件2 一(三)", "信息提供方@公安局 for approve"),
    "a release approved by the unit alone": ("附件2 一(三)", "综合治税领导小组 for approve"),
    "a release approved for both sides by one person": ("", "must be decided by somebody else"),
}
"""What was tried, the section that the refusal has to name, and words of what it says."""


@pytest.mark.parametrize("tried", FORBIDDEN)
def test_what_is_forbidden_is_refused_by_its_section(people: People, tried: str) -> None:
    """One line that names the section and the way out; nothing is written."""
    section, said = FORBIDDEN[tried]
    refusal = people.refusals[tried]
    assert said in refusal.said
    assert section in refusal.said
    assert refusal.untouched


def test_all_that_was_tried_is_judged(people: People) -> None:
    """The story tries nothing that no test looks at."""
    assert set(people.refusals) == set(FORBIDDEN)


def test_only_what_is_missing_is_told(people: People) -> None:
    """A condition that was found not to be met is named alone; three others are not missing."""
    said = people.refusals["no formal employment"].said
    assert "附件3 第三条(一)" not in said
    assert "附件3 第三条(三)" not in said
    late = people.refusals["an important bulletin with the office's approval alone"].said
    assert "主要负责同志" not in late
