"""Figures that contradict each other, and those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.figures import find_contradictions
from zltrec.gazette.page import read_paragraphs
from zltrec.gazette.reading import decode_lines

SUBSIDY = "补助标准为：新建每户 3 万元，修缮每户上限为 20000 元。"


def find(*texts: str) -> list[Finding]:
    return find_contradictions([Paragraph(10 * at, text) for at, text in enumerate(texts, 1)])


def lines(*texts: str) -> list[int]:
    found = find(*texts)
    assert {one.kind for one in found} <= {"contradiction"}
    return [one.line for one in found]


def test_a_total_far_from_count_times_rate_is_reported_with_both_lines() -> None:
    """300万元 for 10 households at 3万元 is ten times too much."""
    (found,) = find("今年计划投资300万元，改造危房10户。", SUBSIDY)
    assert (found.line, found.kind) == (10, "contradiction")
    said = dict(found.params)
    assert (said["other"], said["ratio"], said["product"]) == (20, "10", "300000")
    assert found.template.format(**said)


@pytest.mark.parametrize(
    "total",
    [
        "今年计划投资30万元，改造危房10户。",
        "今年计划投资 25 万元,改造危房 10 户。",  # between the two rates
        "今年计划投资300万元，改造危房10户、学校3所。",  # two counts: which one?
        "今年计划投资300万元，慰问老人10人。",  # another unit
        "全县地区生产总值300万元，新增10户。",  # nothing that is given
        "今年计划投资300万元。改造危房10户。",  # two sentences
    ],
)
def test_what_may_be_right_is_not_reported(total: str) -> None:
    """Only one sum and one count in a sentence about money given are judged."""
    assert lines(total, SUBSIDY) == []


def test_a_rate_by_month_or_for_nothing_given_is_no_rate() -> None:
    """每户每月, and what households earn, say nothing about the total."""
    total = "今年发放补助300万元，惠及10户。"
    assert lines(total, "补助标准为每户每月3万元。") == []
    assert lines(total, "每户收入3万元。") == []
    assert lines(total, "补助标准为每户3万元。") == [10]


def test_parts_that_do_not_make_their_whole_are_reported() -> None:
    """With more than the whole, or nearly the whole; a few examples are no sum."""
    assert lines("改造危房26户，其中新建20户、修缮5户。") == [10]
    assert lines("改造危房26户（其中新建20户、修缮8户）。") == [10]
    assert lines("改造危房26户，其中新建20户、修缮6户。") == []
    assert lines("改造危房26户，其中低保户3户、特困户2户。") == []
    assert lines("改造危房26户，其中新建20户。") == []


def test_bounds_that_exclude_each_other_are_reported() -> None:
    """A range with 以下, and bounds the wrong way round; magnitudes count."""
    assert lines("面积控制在40—60平方米以下。") == [10]
    assert lines("面积控制在40平方米以下。面积为40—60平方米。") == []
    assert lines("死亡20人以上、10人以下的，启动响应。") == [10]
    assert lines("倒塌3000间以上、1万间以下的，启动响应。") == []


def test_a_deadline_outside_its_phase_is_reported() -> None:
    """The year that a date leaves out is the period's."""
    assert lines("（一）排查（2022年6月初至2023年5月底）。至2023年6月底前完成排查。") == [10]
    assert lines("（一）排查（2022年6月—10月）。必须在10月底前全部完成。") == []
    assert lines("（一）排查（2022年6月—10月）。必须在12月底前全部完成。") == [10]
    assert lines("（一）排查（2022年6月至2023年5月底）。6月底前报送名单。") == []  # of which year?
    assert lines("（一）排查（2022年6月1日至6月20日）。6月25日前办结。") == [10]


def test_tables_are_not_judged() -> None:
    """Their columns belong together in ways that a line does not show."""
    row = Paragraph(1, "26户\t其中20户、5户", cells=("26户", "其中20户、5户"))
    assert find_contradictions([row]) == []


@given(
    st.text(alphabet="0123456789.万元户人每补助其中（）至—年月日底前完成以上下，。、 ", max_size=80)
)
def test_any_text_can_be_checked(text: str) -> None:
    """No print stops the check."""
    find(text, SUBSIDY)


def test_the_real_gazettes_contradictions(real_gazette: Path) -> None:
    """The total that is ten times too high, the range with 以下, the late deadline."""
    paragraphs = read_paragraphs(decode_lines(real_gazette))
    found = find_contradictions(one for one in paragraphs if isinstance(one, Paragraph))
    assert [one.line for one in found] == [323, 333, 2326]
    said = dict(found[0].params)
    assert (said["other"], said["ratio"], said["product"]) == (341, "10", "656032")
