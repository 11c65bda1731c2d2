"""Bodies with members: every seat, whole titles, the office and its holders."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.gazette.document import Finding, Paragraph, PrintedRoster, PrintedSeat
from zltrec.gazette.members import Member, is_role, is_title_rest, read_members
from zltrec.gazette.notices import read_documents
from zltrec.gazette.page import read_paragraphs
from zltrec.gazette.reading import decode_lines
from zltrec.gazette.rosters import read_rosters

HEADING = "## 星溪市河道清理工作领导小组成员名单"
SEATS = ["组 长：方小舟 市政府副市长", "副组长：季 明 市水利局局长", "成 员：陶安 市财政局副局长"]


def read(*blocks: str) -> list[PrintedRoster | Finding]:
    """What the blocks, parted by empty lines, print."""
    paragraphs = read_paragraphs("\n\n".join(blocks).split("\n"))
    return list(read_rosters([one for one in paragraphs if isinstance(one, Paragraph)], "某通知"))


def only(things: list[PrintedRoster | Finding]) -> PrintedRoster:
    found = [thing for thing in things if isinstance(thing, PrintedRoster)]
    assert len(found) == 1
    return found[0]


# --- a line of members ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("组 长：方小舟 市政府副市长", [Member("组长", "方小舟", "市政府副市长")]),
        ("副 组 长: 季 明 市水利局局长", [Member("副组长", "季明", "市水利局局长")]),
        ("陶 安 然 市财政局局长", [Member("", "陶安然", "市财政局局长")]),
        ("高山 市税务局副局长", [Member("", "高山", "市税务局副局长")]),
        ("成　员：乌云其木格　民族乡乡长", [Member("成员", "乌云其木格", "民族乡乡长")]),
        ("组长 方小舟 市长", [Member("组长", "方小舟", "市长")]),
        ("组长：方小舟（市长）", [Member("组长", "方小舟", "市长")]),
        (
            "成员：季明（市水利局局长）、陶安（乡长）",
            [Member("成员", "季明", "市水利局局长"), Member("成员", "陶安", "乡长")],
        ),
        (
            "成员：方小舟、季明、陶安",
            [Member("成员", name, "") for name in ("方小舟", "季明", "陶安")],
        ),
        ("1.方小舟 市委常委、常务副市长", [Member("", "方小舟", "市委常委、常务副市长")]),
        ("组长：方小舟", [Member("组长", "方小舟", "")]),
        ("成员：", [Member("成员", "", "")]),
    ],
)
def test_a_line_gives_role_name_and_title(printed: str, expected: list[Member]) -> None:
    """A blank parts the name from the title; a name of two characters is spread by one."""
    assert read_members(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "组长：负责全面工作。",
        "主任由市水利局局长兼任",
        "成员单位：市财政局、市水利局、市民政局",
        "局长",
        "市水利局 市财政局",
        "工作职责：负责统筹协调各项工作，督促落实",
        "领导小组办公室设在市水利局，办公室主任季明（兼）。",
        "",
    ],
)
def test_what_names_nobody_is_no_line_of_members(printed: str) -> None:
    """Duties, offices, and the rest of a title are not people."""
    assert not any(member.name for member in read_members(printed))


def test_roles_are_words_and_blanks_do_not_matter() -> None:
    """A title is no role."""
    assert is_role("副 组 长")
    assert is_role("第一副总指挥")
    assert not is_role("联系电话")


def test_the_rest_of_a_title_is_told_from_other_lines() -> None:
    """Only what lacks its end takes a rest, and only a rest that ends a title."""
    assert is_title_rest("局长", "市生态环境局星溪分局")
    assert not is_title_rest("河道名单", "市生态环境局星溪分局")
    assert not is_title_rest("领导小组办公室设在市水利局，负责", "市水利局")


@given(st.text(alphabet="组长副成员：: 　、（）方季陶市局1.", max_size=60))
def test_any_line_can_be_read(text: str) -> None:
    """No line of print stops the reader, and no name has blanks in it."""
    assert not any(" " in member.name for member in read_members(text))


# --- a body ---------------------------------------------------------------------------------


def test_members_inherit_the_role_above_them() -> None:
    """Until another role is printed."""
    roster = only(read(HEADING, *SEATS, "吴东 市民政局副局长"))
    assert roster.body == "星溪市河道清理工作领导小组"
    assert (roster.line, roster.notice_title, roster.office) == (1, "某通知", None)
    assert [(seat.line, seat.role, seat.name) for seat in roster.seats] == [
        (3, "组长", "方小舟"),
        (5, "副组长", "季明"),
        (7, "成员", "陶安"),
        (9, "成员", "吴东"),
    ]


def test_a_wrapped_title_is_joined_and_reported() -> None:
    """The rest of a title is no seat."""
    things = read(HEADING, *SEATS, "吴东 市生态环境局星溪市分局", "局长", "田丰 市民政局局长")
    assert [seat.title for seat in only(things).seats][3:] == [
        "市生态环境局星溪市分局局长",
        "市民政局局长",
    ]
    assert [(one.line, one.kind) for one in things if isinstance(one, Finding)] == [
        (11, "joined_line")
    ]


def test_two_people_of_one_name_are_two_seats() -> None:
    """Told by their titles; the same title twice is another finding."""
    things = read(HEADING, *SEATS, "陶安 月湾乡乡长", "季明 市水利局局长")
    assert len(only(things).seats) == 5
    assert [(one.line, one.kind) for one in things if isinstance(one, Finding)] == [
        (9, "same_name"),
        (11, "repeated_seat"),
    ]


@pytest.mark.parametrize(
    ("above", "body"),
    [
        (["### （三）成立星溪市防汛工作领导小组"], "星溪市防汛工作领导小组"),
        (["## 星溪市防汛抗旱指挥部", "组成人员名单"], "星溪市防汛抗旱指挥部"),
        (["附件 1", "## 星溪市防汛", "### 工作领导小组成员名单"], "星溪市防汛工作领导小组"),
        (
            [
                "附件1",
                "星溪市防汛工作领导小组",
                "为做好工作，特成立防汛组：",
            ],
            "星溪市防汛工作领导小组",
        ),
        (["为做好防汛，成立星溪市防汛工作领导小组，成员如下："], "星溪市防汛工作领导小组"),
        (["## 星溪市防汛工作方案", "## 星溪市防汛工作领导小组名单"], "星溪市防汛工作领导小组"),
    ],
)
def test_the_body_is_named_by_the_heading_above(above: list[str], body: str) -> None:
    """Numbered or cut, without 成员名单; else by the sentence that founds it."""
    assert only(read(*above, *SEATS)).body == body


def test_members_without_a_body_are_reported_and_not_recorded() -> None:
    """No name is made up for them."""
    things = read("某些人如下。", *SEATS)
    assert [(one.line, one.kind) for one in things if isinstance(one, Finding)] == [
        (3, "unnamed_body")
    ]


def test_two_bodies_in_one_document_are_two_rosters() -> None:
    """The second begins with its own heading and leader."""
    things = read(HEADING, *SEATS, "## 星溪市防汛抗旱指挥部", *SEATS)
    assert [len(one.seats) for one in things if isinstance(one, PrintedRoster)] == [3, 3]


# --- its office -----------------------------------------------------------------------------


def office(text: str) -> tuple[str | None, list[tuple[str, str, str]]]:
    found = only(read(HEADING, *SEATS, text)).office
    assert found is not None
    assert found.line == 9
    return found.where, [(one.role, one.name, one.title) for one in found.holders]


def test_the_office_and_its_holders_are_read() -> None:
    """兼 stays with the holder; a telephone number is not taken."""
    assert office(
        "领导小组办公室设在市水利局，办公室主任：季明（兼），办公室副主任：陶安（兼任）、吴东，联络人：田丰，电话：0470-1234567。"
    ) == (
        "市水利局",
        [
            ("办公室主任", "季明", "兼"),
            ("办公室副主任", "陶安", "兼任"),
            ("办公室副主任", "吴东", ""),
            ("联络人", "田丰", ""),
        ],
    )
    assert office(
        "领导小组下设办公室，办公室设在市水利局，办公室主任季明（兼任），负责日常工作。"
    ) == (
        "市水利局",
        [("办公室主任", "季明", "兼任")],
    )
    assert office("领导小组办公室设在市水利局。主任：季明（兼）；成员：陶安，吴东。") == (
        "市水利局",
        [("主任", "季明", "兼"), ("成员", "陶安", ""), ("成员", "吴东", "")],
    )


def test_a_holders_title_is_what_stands_before_the_name() -> None:
    """市水利局局长季明兼任…: the name is known from the seats, or follows the post."""
    assert office(
        "办公室设在市水利局。水利局局长季明兼任办公室主任，财政局副局长陶安、吴东兼任办公室副主任，有关科室负责同志担任办公室成员。"
    ) == (
        "市水利局",
        [
            ("办公室主任", "季明", "水利局局长"),
            ("办公室副主任", "陶安", "财政局副局长"),
            ("办公室副主任", "吴东", "财政局副局长"),
        ],
    )


def test_a_post_that_holds_a_duty_names_nobody() -> None:
    """由水利局局长兼任 gives a place and no holder."""
    assert office("领导小组办公室设在市水利局，办公室主任由水利局局长兼任。") == ("市水利局", [])


# --- the real gazette -----------------------------------------------------------------------

# sha256 of role, name, title of each seat (one line each), and of the body's name
REAL = {
    1587: (33, {"组长": 1, "副组长": 4, "成员": 28}, "080893f774fccbf4", "0b94b45ceffa1269"),
    1879: (40, {"组长": 1, "副组长": 1, "成员": 38}, "d5aedb7de7c21d88", "181b3d52692f8161"),
    2077: (24, {"组长": 1, "副组长": 2, "成员": 21}, "a3bd8185b8665c2e", "252b720d9e91c1b7"),
    2422: (32, {"组长": 1, "副组长": 6, "成员": 25}, "e4804555b82973f2", "eac7981732500abd"),
}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def rosters(real_gazette: Path) -> list[PrintedRoster]:
    paragraphs = read_paragraphs(decode_lines(real_gazette))
    things = read_documents(one for one in paragraphs if isinstance(one, Paragraph))
    return [thing for thing in things if isinstance(thing, PrintedRoster)]


def test_the_real_gazette_has_four_bodies_and_129_seats(rosters: list[PrintedRoster]) -> None:
    """Every seat as proofread: role, name, whole title."""
    found = {
        roster.line: (
            len(roster.seats),
            dict(Counter(seat.role for seat in roster.seats)),
            _digest("\n".join(f"{seat.role} {seat.name} {seat.title}" for seat in roster.seats)),
            _digest(roster.body),
        )
        for roster in rosters
    }
    assert found == REAL
    assert sum(len(roster.seats) for roster in rosters) == 129
    assert len({seat.name for roster in rosters for seat in roster.seats}) == 81


def test_the_real_gazettes_offices_and_holders(rosters: list[PrintedRoster]) -> None:
    """Each body has an office; its holders by role, those with a seat being known."""

    def roles(holders: tuple[PrintedSeat, ...]) -> list[tuple[str, bool]]:
        return [(holder.role, bool(holder.title)) for holder in holders]

    offices = [roster.office for roster in rosters]
    assert [office.line for office in offices if office] == [1657, 1963, 2131, 2490]
    assert all(office and office.where and office.where.startswith("市") for office in offices)
    assert [roles(office.holders) for office in offices if office] == [
        [("办公室主任", True), ("办公室副主任", True), ("办公室副主任", True), ("联络人", False)],
        [("办公室主任", True)],
        [("主任", True), ("成员", False), ("成员", False)],
        [("办公室主任", True), ("办公室副主任", True), ("办公室副主任", True)],
    ]
