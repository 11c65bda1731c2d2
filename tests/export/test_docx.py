"""DOCX: what stands on the page, in which face; the same page, the same bytes."""

from __future__ import annotations

import builtins
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from zltrec.errors import BadUsage
from zltrec.export.docx import render_docx
from zltrec.export.markdown import read_markdown
from zltrec.export.page import Heading, Item, Page, Paragraph, Run, Table

MARKDOWN = """\
# 关于河东路的通知

各单位：**请于6月3日前**报送。
第二行 *倾斜* \\*原样\\*。

## 一、内容

3. 第三
4. 第四

   续第四
- 甲
  - 乙

| 序号 | 部位 |
|---|---|
| 1 | 墙 \\| 顶 |
| 2 | |

> 引用
"""
PAGE: list[Page] = [
    Heading(1, (Run("关于河东路的通知"),)),
    Paragraph(
        (
            Run("各单位："),
            Run("请于6月3日前", bold=True),
            Run("报送。\n第二行 "),
            Run("倾斜", italic=True),
            Run(" *原样*。"),
        )
    ),
    Heading(2, (Run("一、内容"),)),
    Item("3.", (Run("第三"),)),
    Item("4.", (Run("第四"),)),
    Item("", (Run("续第四"),)),
    Item("•", (Run("甲"),)),
    Item("•", (Run("乙"),), 1),
    Table(
        (
            ((Run("序号"),), (Run("部位"),)),
            ((Run("1"),), (Run("墙 | 顶"),)),
            ((Run("2"),), ()),
        )
    ),
    Paragraph((Run("引用"),)),
]


def test_markdown_is_read_into_the_parts_of_a_page() -> None:
    assert read_markdown(MARKDOWN) == PAGE


def test_a_page_is_read_back_by_the_library_of_others() -> None:
    document = docx.Document(io.BytesIO(render_docx(PAGE, "通知")))
    paragraphs = [one for one in document.paragraphs if one.text]
    assert [(one.style.name, one.text) for one in paragraphs if one.style] == [
        ("Heading 1", "关于河东路的通知"),
        ("Normal", "各单位：请于6月3日前报送。\n第二行 倾斜 *原样*。"),
        ("Heading 2", "一、内容"),
        ("Normal", "3.\t第三"),
        ("Normal", "4.\t第四"),
        ("Normal", "\t续第四"),
        ("Normal", "•\t甲"),
        ("Normal", "•\t乙"),
        ("Normal", "引用"),
    ]
    assert [run.text for run in paragraphs[1].runs if run.bold] == ["请于6月3日前"]
    assert [run.text for run in paragraphs[1].runs if run.italic] == ["倾斜"]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "部位"],
        ["1", "墙 | 顶"],
        ["2", ""],
    ]
    assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
    assert not any(run.bold for cell in table.rows[1].cells for run in cell.paragraphs[0].runs)


def test_chinese_has_a_chinese_face_in_text_and_headings() -> None:
    document = docx.Document(io.BytesIO(render_docx(PAGE, "通知")))
    for style, face in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Heading 2", "黑体")):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
        assert [name for name in fonts.attrib if name.endswith("Theme")] == []


def test_the_same_page_gives_the_same_bytes_and_no_moment_of_today() -> None:
    first = render_docx(PAGE, "通知")
    assert first == render_docx(read_markdown(MARKDOWN), "通知")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "[Content_Types].xml"
    assert {one.date_time for one in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.compress_type for one in entries} == {zipfile.ZIP_STORED}
    known = docx.Document(io.BytesIO(first)).core_properties
    assert (known.title, known.author, known.comments, known.revision) == ("通知", "", "", 1)
    assert {known.created.year, known.modified.year} == {1980}  # type: ignore[union-attr]


def test_what_no_xml_can_hold_is_left_out() -> None:
    data = render_docx([Paragraph((Run("甲\x00\x0b乙\ufffe丙"),))], "一\n二")
    (paragraph,) = docx.Document(io.BytesIO(data)).paragraphs
    assert paragraph.text == "甲乙丙"


@pytest.mark.parametrize(
    ("missing", "call"),
    [("docx", lambda: render_docx([], "")), ("markdown_it", lambda: read_markdown(""))],
)
def test_without_the_library_it_is_said_how_to_install_it(
    missing: str, call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = builtins.__import__

    def lacking(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ImportError(name)
        return whole(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(BadUsage, match=r"pip install 'zltrec\[office\]'"):
        call()


def cells(*rows: tuple[str, ...]) -> tuple[tuple[tuple[Run, ...], ...], ...]:
    return tuple(tuple((Run(text),) for text in row) for row in rows)


def opened(*page: Page) -> Any:
    return docx.Document(io.BytesIO(render_docx(page, "表")))


def test_what_stands_over_several_columns_is_one_cell() -> None:
    """And a head with nothing over it takes both rows, which stand again on every page."""
    rows = cells(("序号", "月度值", "累计值"), ("1", "2", "30"))
    (table,) = opened(Table(rows, spans=(("", 1), ("数量", 2)))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "数量", "数量"],
        ["序号", "月度值", "累计值"],
        ["1", "2", "30"],
    ]
    first, second, body = table.rows
    assert first.cells[1]._tc is first.cells[2]._tc
    assert first.cells[0]._tc is second.cells[0]._tc
    again = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in (first, second, body)]
    assert again == [True, True, False]


def test_a_figure_is_not_broken_where_there_is_room() -> None:
    """A column is as wide as its longest figure needs; a long text has what is left."""
    rows = cells(("序号", "内容", "累计值"), ("1", "排查整改房屋建筑数量" * 9, "1234567.890123"))
    (table,) = opened(Table(rows)).tables
    number, text, value = (column.width for column in table.columns)
    assert value > 14 * docx.shared.Pt(10.5) / 2
    assert number < value < text
    assert number + text + value <= docx.shared.Mm(210 - 2 * 26 + 1)


def test_a_page_is_a4_and_lies_across_for_a_wide_table() -> None:
    (upright,) = opened(Table(cells(("甲",) * 7))).sections
    (across,) = opened(Table(cells(("甲",) * 8))).sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (round(across.page_width.mm), round(across.page_height.mm)) == (297, 210)
    for section in (upright, across):
        (number,) = section.footer.paragraphs
        assert number._p.xpath("./w:fldSimple/@w:instr") == ["PAGE"]


def test_a_document_holds_no_style_that_it_does_not_use() -> None:
    """Of the library's own document nine tenths are left out."""
    data = render_docx(PAGE, "通知")
    names = {style.name for style in docx.Document(io.BytesIO(data)).styles}
    assert {"Normal", "Heading 1", "Table Grid"} <= names
    assert not {"List Bullet", "Title", "Colorful Grid"} & names
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
    assert len(data) < 50_000
