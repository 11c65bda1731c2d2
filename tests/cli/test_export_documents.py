"""Documents in an export: months, forms and papers as DOCX, beside ledgers and with their rules."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from zltrec.export.markdown import read_markdown
from zltrec.export.page import Heading, Item, Paragraph, Table

from .conftest import Office
from .releasing import apply, approve, prepare
from .terminal import Terminal, copied, one_complaint, stand_in
from .test_export import marks
from .test_paper import BULLETINS
from .test_report import TEXT, in_one_head

PAPER = "bulletins.print.JB-2022-01.docx"
FORM = "paving.monthly.2022-06.docx"
PLAIN = "bulletins.month.2022-06.docx"
MAY, JUNE = "chronicle-2022-05.docx", "chronicle-2022-06.docx"
DAY = ("--as-of", "2022-06-30")
EXPORT = ("export", "--out", "out", "--format", "docx", *DAY)


@pytest.fixture(scope="module")
def template(bare_template: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with entries of two months, a form with values, and a bulletin."""
    home = tmp_path_factory.mktemp("documents")
    shell = copied(bare_template, home / "office", home)
    shell.add(("2022-05-30", "举办诗会。"), ("2022-06-03", "召开会议。"), ("2022-06-03", "检查。"))
    shell.add(("2022-06", "多雨。"), ("2022-07-01", "七月之事。"))
    (shell.folder / "bulletins.toml").write_text(BULLETINS, encoding="utf-8")
    shell.done("procedure", "adopt", "bulletins.toml")
    shell.done("procedure", "adopt", TEXT)
    area = ("--set", "kind=既有", "--set", "area=1200.5", "--on", "2022-06-10")
    shell.done("case", "open", "paving", *area)
    values = ("subject=报送情况", "body=一、总体。\n二、问题。", "writer=孙某")
    sets = [word for value in values for word in ("--set", value)]
    shell.done("case", "open", "bulletins", *sets, "--on", "2022-06-01")
    record = '{"unit": "甲局", "amount": "1234.5"}'
    shell.done(
        "case", "move", "JB-2022-01", "list", "--set", f"units={record}", "--on", "2022-06-02"
    )
    return shell


@pytest.fixture
def shell(template: Terminal, tmp_path: Path) -> Terminal:
    """That store, to write in."""
    return copied(template, tmp_path / "office", tmp_path)


def files(shell: Terminal, out: str = "out") -> dict[str, bytes]:
    """The documents of a set."""
    return {path.name: path.read_bytes() for path in (shell.folder / out).glob("*.docx")}


def printed(data: bytes) -> tuple[list[str], list[list[str]]]:
    """What the library of others reads: paragraphs, and the rows of tables."""
    document = docx.Document(io.BytesIO(data))
    rows = [row for table in document.tables for row in in_one_head(table)]
    return [one.text for one in document.paragraphs if one.text], rows


def on_the_page(markdown: str) -> tuple[list[str], list[list[str]]]:
    """The same of a page of Markdown."""
    said, rows = [], []
    for part in read_markdown(markdown):
        if isinstance(part, Table):
            rows += [["".join(run.text for run in cell) for cell in row] for row in part.rows]
            continue
        assert isinstance(part, Heading | Paragraph | Item)
        mark = f"{part.mark}\t" if isinstance(part, Item) else ""
        said.append(mark + "".join(run.text for run in part.runs))
    return said, rows


def test_a_set_holds_what_the_commands_print(shell: Terminal) -> None:
    """A document for each month, form and paper, with what the commands say of each."""
    shell.done(*EXPORT)
    found = files(shell)
    # Of the bulletins' own form for a month too, since there is a case of them.
    assert set(found) == {MAY, JUNE, FORM, PAPER, PLAIN}
    zh = ("--quiet", "--lang", "zh")
    pages = {
        MAY: ("chronicle", "render", "2022-05"),
        JUNE: ("chronicle", "render", "2022-06"),
        FORM: ("procedure", "form", "paving", "monthly", "2022-06"),
        PLAIN: ("procedure", "form", "bulletins", "month", "2022-06"),
        PAPER: ("case", "print", "JB-2022-01", "print", *DAY),
    }
    for name, words in pages.items():
        assert printed(found[name]) == on_the_page(shell.done(*zh, *words, "--format", "md").out)
        shell.done(*zh, *words, "--format", "docx", "--out", name)
        assert (shell.folder / name).read_bytes() == found[name]
    said, rows = printed(found[FORM])
    assert said[:2] == ["道路清查统计表", "（2022年6月）"]
    assert ["2", "道路（处）", "1", "1", "0", "0"] in rows
    assert "撰稿：＊＊＊" in printed(found[PAPER])[0][1]


def test_the_manifest_names_documents_and_their_digests(shell: Terminal) -> None:
    shell.done(*EXPORT, "--document", "chronicle", "--document", "print")
    manifest = json.loads((shell.folder / "out" / "manifest.json").read_bytes())
    assert manifest["documents"] == ["chronicle", "print"]
    assert manifest["ledgers"] == []
    assert {"python-docx", "markdown-it-py"} <= set(manifest["libraries"])
    assert {one["path"]: one["rows"] for one in manifest["files"]} == {MAY: 1, JUNE: 3, PAPER: 1}
    shell.done("export", "--out", "plain", "--format", "csv")
    assert "documents" not in json.loads((shell.folder / "plain" / "manifest.json").read_bytes())


def test_documents_stand_beside_ledgers(shell: Terminal) -> None:
    """The ledgers that are named are in the other formats; the documents do not follow them."""
    words = ("export", "chronicle", "--out", "out", "--format", "csv,docx", *DAY)
    shell.done(*words, "--document", "chronicle")
    names = {path.name for path in (shell.folder / "out").iterdir()}
    assert names == {"chronicle.csv", MAY, JUNE, "manifest.json"}


def test_a_day_and_a_position_are_respected(shell: Terminal) -> None:
    shell.done("export", "--out", "out", "--format", "docx", "--as-of", "2022-06-05")
    assert printed(files(shell)[JUNE])[0] == ["2022年6月大事记", "3日 召开会议。", "☆ 检查。"]
    # The case of the paving began on the 10th.
    assert set(files(shell)) == {MAY, JUNE, PAPER, PLAIN}
    shell.done("export", "--out", "out", "--format", "docx", "--as-of", "2022-05-31")
    assert set(files(shell)) == {MAY}
    first = shell.json("chronicle", "list")[0]["position"]
    shell.done(*EXPORT, "--known-at", first)
    assert set(files(shell)) == {MAY}


def test_a_value_that_was_entered_makes_a_form(shell: Terminal) -> None:
    """Also without a case by that day, from the period on that it was entered for."""
    entering = ("procedure", "enter", "paving", "stock", "2022-05", "5", "--basis", "台账")
    shell.done(*entering)
    words = ("export", "--out", "out", "--format", "docx", "--document", "monthly", "--as-of")
    shell.done(*words, "2022-05-31")
    assert set(files(shell)) == {"paving.monthly.2022-05.docx"}
    shell.done(*words, "2022-04-30")
    assert files(shell) == {}


def test_the_same_bytes_in_every_zone_and_language(shell: Terminal) -> None:
    shell.done(*EXPORT)
    there = {"TZ": "America/New_York", "LC_ALL": "C", "ZLTREC_LANG": "zh", "LANGUAGE": "zh"}
    shell.done(*EXPORT, "--out", "there", env=there)
    assert files(shell) == files(shell, "there")
    outcome = shell.done("export", "reproduce", "out", env=there)
    assert {line.rpartition(": ")[2] for line in outcome.out.splitlines()} == {"相同"}


def test_one_more_event_touches_only_its_documents(shell: Terminal) -> None:
    """A second run touches nothing; after an entry its month alone is new, with the manifest."""
    out = shell.folder / "out"
    shell.done(*EXPORT)
    before = marks(out)
    assert "nothing was touched" in shell.done(*EXPORT).err
    assert marks(out) == before
    shell.add(("2022-06-09", "西瓜节开幕。"))
    shell.done(*EXPORT)
    after = marks(out)
    assert {name for name in after if after[name] != before[name]} == {
        "out",
        JUNE,
        "manifest.json",
    }
    shell.done("case", "reverse", "DL-001", "--reason", "误记")
    shell.done(*EXPORT)
    assert FORM not in marks(out)


def test_a_set_is_another_with_other_documents(shell: Terminal) -> None:
    """What is asked for is part of what is compared; what is not asked for any more goes."""
    shell.done(*EXPORT)
    shell.done(*EXPORT, "--document", "monthly")
    assert set(files(shell)) == {FORM}
    assert "nothing was touched" in shell.done(*EXPORT, "--document", "monthly").err


def test_an_old_set_is_made_again_and_a_changed_file_shows(shell: Terminal) -> None:
    shell.done(*EXPORT)
    shell.add(("2022-06-09", "西瓜节开幕。"))
    said = json.loads(shell.done("export", "reproduce", "out", "--json").out)
    assert set(said["files"]) == set(files(shell))
    assert set(said["files"].values()) == {"same"}
    place = shell.folder / "out" / JUNE
    place.write_bytes(place.read_bytes().replace("会议".encode(), "会仪".encode()))
    (shell.folder / "out" / PAPER).unlink()
    outcome = shell.run("export", "reproduce", "out", "--json")
    said = json.loads(outcome.out)["files"]
    assert outcome.code == 4
    assert (said[JUNE], said[PAPER], said[MAY]) == ("differs", "gone", "same")


def test_a_manifest_without_documents_is_read(shell: Terminal) -> None:
    """One of an older version says nothing of documents; such a set is left as it is."""
    words = ("export", "chronicle", "--out", "out", "--format", "csv", *DAY)
    shell.done(*words)
    assert b"documents" not in (shell.folder / "out" / "manifest.json").read_bytes()
    assert "nothing was touched" in shell.done(*words).err
    assert shell.done("export", "reproduce", "out").out == "chronicle.csv: same\n"


def test_personal_values_are_masked_until_they_are_asked_for(shell: Terminal) -> None:
    shell.done(*EXPORT)
    assert "孙某".encode() not in files(shell)[PAPER]
    shell.done(*EXPORT, "--personal")
    words = ("case", "print", "JB-2022-01", "print", *DAY, "--personal")
    assert printed(files(shell)[PAPER]) == on_the_page(shell.done(*words).out)
    assert "撰稿：孙某" in printed(files(shell)[PAPER])[0][1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--format", "docx", "--document", "bulletin"),
            "there is no document bulletin; there are chronicle,",
        ),
        (("--format", "csv", "--document", "chronicle"), "add docx to the formats"),
        (("chronicle", "--format", "docx"), "docx holds documents and no ledger"),
        (("--config", "plan.toml", "--document", "chronicle"), "--config names ledgers"),
        (("--config", "plan.toml"), "add docx to the formats"),
    ],
)
def test_what_cannot_be_had_is_said(
    template: Terminal, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """One line, and no folder."""
    plan = '[[export]]\nout = "planned"\ndocuments = ["chronicle"]\n'
    (template.folder / "plan.toml").write_text(plan, encoding="utf-8")
    out = () if "--config" in words else ("--out", tmp_path / "out")
    complaint = one_complaint(template.run("export", *out, *words), 2)
    assert said in complaint
    if said.startswith("there is"):
        assert {"print", "monthly", "attachment-2"} <= set(complaint.split(", "))
    assert not (tmp_path / "out").exists()
    assert not (template.folder / "planned").exists()


def test_a_plan_names_documents(shell: Terminal) -> None:
    plan = '[[export]]\nout = "night"\nformats = ["docx"]\ndocuments = ["chronicle"]\n'
    (shell.folder / "plan.toml").write_text(plan + 'as_of = "2022-06-30"\n', encoding="utf-8")
    for changed in (True, False):
        outcome = shell.done("export", "--config", "plan.toml", "--json")
        assert json.loads(outcome.out)[0]["changed"] is changed
        assert outcome.err == ""
    assert set(files(shell, "night")) == {MAY, JUNE}


def test_without_the_library_one_line_says_what_to_install(shell: Terminal) -> None:
    """And the set that was there stays as it was."""
    shell.done(*EXPORT)
    before = marks(shell.folder / "out")
    shell.add(("2022-06-09", "西瓜节开幕。"))
    (shell.folder / "hidden" / "docx").mkdir(parents=True)
    (shell.folder / "hidden" / "docx" / "__init__.py").write_text("raise ImportError", "utf-8")
    outcome = shell.run(*EXPORT, env={"PYTHONPATH": str(shell.folder / "hidden")})
    assert "pip install 'zltrec[office]'" in one_complaint(outcome, 2)
    assert marks(shell.folder / "out") == before


def test_an_unchanged_set_is_known_without_the_projections(shell: Terminal) -> None:
    """Nor is the library imported that writes documents."""
    shell.done(*EXPORT)
    outcome = shell.done(*EXPORT, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert "nothing was touched" in outcome.err
    assert "zltrec.export.manifest" in outcome.err
    for module in ("zltrec.projections", "zltrec.export.documents", "docx", "markdown_it"):
        assert not any(
            line.rpartition("| ")[2].strip() == module for line in outcome.err.splitlines()
        )


def test_a_published_month_is_in_the_set_with_its_errata(office: Office) -> None:
    """As published from the day on when it was; before that as it stands."""
    shell = office.shell
    asked = ("chronicle:2022-06", "publish", "--approve", "--office", "editor")
    shell.done("approval", "request", *asked, "--officer", "qian", "--out", "june")
    shell.done("approval", "sign", "june", "--key", "editor")
    shell.done("approval", "submit", "june")
    shell.done("chronicle", "publish", "2022-06")
    shell.done("chronicle", "amend", office.ids["other"], "多晴。", "--reason", "核对")
    words = ("export", "--format", "docx", "--document", "chronicle")
    shell.done(*words, "--out", "now")
    said, _rows = printed(files(shell, "now")[JUNE])
    assert "是月 多雨。" in said
    assert "勘误" in said
    page = shell.done("--lang", "zh", "chronicle", "render", "2022-06").out
    assert (said, []) == on_the_page(page)
    shell.done(*words, "--out", "then", "--as-of", "2022-06-30")
    said, _rows = printed(files(shell, "then")[JUNE])
    assert "是月 多晴。" in said
    assert "勘误" not in said


@pytest.fixture
def secrets(tmp_path: Path) -> Terminal:
    """A store with three reports, which hold what is confidential, and a release of 甲局."""
    shell = stand_in(tmp_path / "office", tmp_path)
    shell.done("init")
    prepare(shell)
    approve(shell, apply(shell, "甲局"), "甲局")
    return shell


def test_confidential_values_leave_only_by_a_release(secrets: Terminal) -> None:
    """Masked as in the ledgers; what a release shows is recorded as taken out, file by file."""
    words = ("export", "--out", "out", "--format", "docx", "--document", "slip")
    slips = {number: f"reports.slip.{number}.docx" for number in ("BS-1", "BS-2", "BS-3")}
    secrets.done(*words)
    for name in slips.values():
        assert printed(files(secrets)[name])[0][1].endswith("：＊＊＊元，＊＊＊")
    secrets.done(*words, "--release", "PZ-1", "--on", "2022-06-05")
    found = files(secrets)
    assert printed(found[slips["BS-1"]])[0][1] == "甲局：1234.50元，大\n已计税"
    assert printed(found[slips["BS-3"]])[0][1].endswith("：＊＊＊元，＊＊＊")
    taken: list[dict[str, Any]] = secrets.json("case", "show", "PZ-1")["fields"]["takings"]
    digests = {
        one["path"]: one["sha256"]
        for one in json.loads((secrets.folder / "out" / "manifest.json").read_bytes())["files"]
    }
    left = [slips["BS-1"], slips["BS-2"]]
    assert [(one["what"], one["sha256"]) for one in taken] == [(n, digests[n]) for n in left]
