"""Pages as DOCX: headings, paragraphs, lists and tables on A4, set in a Chinese face.

The same page gives the same bytes: the properties and the entries of the archive
bear one fixed day, and nothing in it is compressed, so that no version of a
library changes it. Written by python-docx (the extra `office`), which is imported
late; knows no store.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from zltrec.errors import BadUsage
from zltrec.export.docx_table import add_runs, add_table
from zltrec.export.page import Heading, Item, Page, Table

if TYPE_CHECKING:
    from docx.document import Document

FACE = "宋体"
"""The face of Chinese characters; of headings, `HEADING_FACE`; of others, `LATIN_FACE`."""
HEADING_FACE = "黑体"
LATIN_FACE = "Times New Roman"

_FIXED = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name
_A4_MM = (210, 297)
_MARGINS_MM = {"top": 30, "bottom": 28, "left": 26, "right": 26}
_ACROSS = 7  # a page with a table of more columns lies across
_BODY_POINTS = 12
_HEADING_POINTS = (18, 16, 14, 12, 12, 12)
_TITLE_AFTER_POINTS = 12
_LINE = 1.5
_INDENT_POINTS = 24
_KEPT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_LEFT_OUT = ("stylesWithEffects", "customXml", "thumbnail", "numbering")


def render_docx(page: Sequence[Page], title: str) -> bytes:
    """A page as the bytes of a DOCX file. Raises BadUsage where python-docx is not installed."""
    try:
        import docx
    except ImportError:
        raise BadUsage(
            "DOCX needs python-docx, which is not installed: pip install 'zltrec[office]'"
        ) from None
    document = docx.Document(io.BytesIO(_sheet()))
    document.core_properties.title = title
    if any(isinstance(one, Table) and one.columns > _ACROSS for one in page):
        _turn(document)
    for part in page:
        _add(document, part)
    written = io.BytesIO()
    document.save(written)
    return _settled(written.getvalue())


@cache
def _sheet() -> bytes:
    """An empty document: its paper, its faces, the number of the page below; no style but those
    that are used."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    known = document.core_properties
    known.language = "zh-CN"
    known.author = known.last_modified_by = known.comments = known.keywords = ""
    known.revision = 1
    known.created = known.modified = datetime(*_FIXED)
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, _A4_MM)
    for side, wide in _MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(wide))
    _leave_out(document)
    normal: Any = document.styles["Normal"]
    _set_face(normal, FACE)
    normal.font.size = Pt(_BODY_POINTS)
    normal.paragraph_format.line_spacing = _LINE
    normal.paragraph_format.space_after = Pt(0)
    _set_headings(document)
    _number_pages(section.footer)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _leave_out(document: Document) -> None:
    """Takes out what the library's own document has and no page uses, nine tenths of it."""
    for part in (document.part.package, document.part):
        for name, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFT_OUT:
                del part.rels[name]
    kept = {*_KEPT_STYLES, *(f"Heading {level + 1}" for level in range(len(_HEADING_POINTS)))}
    styles = document.styles
    for style in list(styles):
        if style.name not in kept:
            style.delete()
    for tag in ("w:latentStyles", "w:style/w:link"):
        for element in styles.element.xpath(f"./{tag}"):
            element.getparent().remove(element)


def _set_headings(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for level, points in enumerate(_HEADING_POINTS, 1):
        style: Any = document.styles[f"Heading {level}"]
        _set_face(style, HEADING_FACE)
        style.font.size = Pt(points)
        style.font.bold = True
        style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
    title: Any = document.styles["Heading 1"].paragraph_format
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.space_before, title.space_after = Pt(0), Pt(_TITLE_AFTER_POINTS)


def _set_face(style: Any, chinese: str) -> None:
    """The faces of a style, in place of those that it takes from a theme."""
    from docx.oxml.ns import qn

    style.font.name = LATIN_FACE
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script, face in (
        ("ascii", LATIN_FACE),
        ("hAnsi", LATIN_FACE),
        ("cs", LATIN_FACE),
        ("eastAsia", chinese),
    ):
        fonts.set(qn(f"w:{script}"), face)


def _number_pages(footer: Any) -> None:
    """— 1 — below each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = footer.paragraphs[0]
    paragraph.style = None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    paragraph._p.append(field)
    field.append(number._r)
    paragraph.add_run(" —")


def _turn(document: Document) -> None:
    from docx.enum.section import WD_ORIENT

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    top, right = section.top_margin, section.right_margin
    section.left_margin, section.right_margin = top, section.bottom_margin
    section.top_margin, section.bottom_margin = right, right


def _add(document: Document, part: Page) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if isinstance(part, Table):
        add_table(document, part, _room(document))
        return
    if isinstance(part, Heading):
        add_runs(document.add_paragraph(style=f"Heading {part.level}"), part.runs)
        return
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    if isinstance(part, Item):
        shape.left_indent = _points(_INDENT_POINTS * (part.depth + 1))
        shape.first_line_indent = _points(-_INDENT_POINTS)
        paragraph.add_run(f"{part.mark}\t")
    elif part.set_as == "text":
        shape.first_line_indent = _points(2 * _BODY_POINTS)
        if not any("\n" in run.text for run in part.runs):  # Else what is before it is drawn out.
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    elif part.set_as == "centre":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_runs(paragraph, part.runs)


def _room(document: Document) -> int:
    """How wide what is printed on a page may be, in EMU."""
    section = document.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return (section.page_width or 0) - margins


def _points(number: float) -> Any:
    from docx.shared import Pt

    return Pt(number)


def _settled(data: bytes) -> bytes:
    """The archive with its entries in one order, of one day, as they are."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(settled, "w") as archive:
        # The list of types comes first, as some readers look for it there.
        for name in sorted(given.namelist(), key=lambda one: (one[0] != "[", one)):
            entry = zipfile.ZipInfo(name, date_time=_FIXED)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, given.read(name), zipfile.ZIP_STORED)
    return settled.getvalue()
