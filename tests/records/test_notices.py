"""Commands on notices and plans."""

from __future__ import annotations

import pytest
from sample_office import SIXTH, all_ledgers, document

from zltrec.calendar.when import UNDATED
from zltrec.errors import BadUsage, Refused
from zltrec.records.notices import add_notice, amend_notice, find_notice, retract_notice
from zltrec.workspace import Workspace

TITLE = "关于开展档案普查的通知"


def test_a_notice_is_recorded_with_everything_about_it(office: Workspace) -> None:
    """Title, issuer, date, addressees, attachments listed and present, what it cites."""
    written = add_notice(office.records, document(TITLE), SIXTH)
    assert all_ledgers(office.views())["notices"] == [
        {
            "id": written.id,
            "kind": "notice",
            "title": TITLE,
            "issuer": "云麓区人民政府办公室",
            "addressees": ["各街道办事处", "区直各单位"],
            "issued_on": "2022-06-06",
            "plan_title": f"{TITLE}方案",
            "attachments": [
                {"title": "任务分工表", "present": True},
                {"title": "统计表", "present": False},
            ],
            "cites": [
                {"title": "关于做好档案工作的意见", "number": "云发〔2021〕3号"},
                {"title": "档案管理办法", "number": None},
            ],
            "source": None,
            "status": "recorded",
            "position": 2,
        }
    ]


def test_a_plan_needs_no_notice_and_no_date(office: Workspace) -> None:
    """What was printed without a notice is a plan, undated where no day is printed."""
    add_notice(office.records, document("普查方案", "plan"), UNDATED)
    (row,) = all_ledgers(office.views())["notices"]
    assert (row["kind"], row["issued_on"]) == ("plan", None)


def test_a_notice_is_corrected_and_taken_back(office: Workspace) -> None:
    """An amendment gives all of it anew; a retracted one stays in the list, and frees its title."""
    written = add_notice(office.records, document(TITLE), SIXTH)
    better = document("关于开展档案大普查的通知")
    amend_notice(office.records, written.id, better, "2022-06-08", reason="核对")
    state = find_notice(office.records, written.id[:3])
    assert (state.content, state.occurred, state.status) == (better, "2022-06-08", "amended")
    retract_notice(office.records, written.id, reason="误收")
    (row,) = all_ledgers(office.views())["notices"]
    assert (row["title"], row["status"], row["position"]) == (better.title, "retracted", 4)
    again = add_notice(office.records, better, SIXTH)
    with pytest.raises(Refused, match="there already"):
        add_notice(office.records, better, UNDATED)
    assert again.id == "n0000005"


def test_what_is_refused_writes_nothing(office: Workspace) -> None:
    """No title, an unknown kind, an unknown id, a second retraction: the log is as it was."""
    written = add_notice(office.records, document(TITLE), SIXTH)
    retract_notice(office.records, written.id, reason="误收")
    before = (office.log.head(), list(office.log.register_rows()))
    with pytest.raises(BadUsage):
        add_notice(office.records, document(" "), SIXTH)
    with pytest.raises(BadUsage):
        add_notice(office.records, document(TITLE, "letter"), SIXTH)
    with pytest.raises(Refused):
        retract_notice(office.records, written.id, reason="再次")
    with pytest.raises(Refused):
        amend_notice(office.records, "n9", document(TITLE), "", reason="x")
    assert (office.log.head(), list(office.log.register_rows())) == before
