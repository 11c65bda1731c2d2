"""Chinese and English: by option, variable and locale; the documents' own words stay."""

from __future__ import annotations

import json
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import zltrec
from zltrec.cli.commands import COMMANDS

from .conftest import Office
from .terminal import Terminal, one_complaint

FOLDER = Path(zltrec.__file__).parent / "translations" / "zh" / "LC_MESSAGES"
HAN = re.compile(r"[\u4e00-\u9fff]")
ZH, EN = ("--lang", "zh"), ("--lang", "en")
WALK = """
import click, json
from zltrec.cli.messages import speak
speak("zh")
from zltrec.cli.main import program
said = {}
def walk(command, words, parent):
    context = click.Context(command, parent=parent, info_name=words[-1])
    said[" ".join(words)] = [command.help, *(
        p.help for p in command.params if isinstance(p, click.Option))]
    said[" ".join(words) + " --help"] = [command.get_help(context)]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            walk(command.get_command(context, name), [*words, name], context)
walk(program(), ["zltrec"], None)
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The Chinese catalogue."""
    with (FOLDER / "zltrec.po").open("rb") as file:
        return read_po(file, locale="zh")


def forms(message: Message) -> list[str]:
    """The translations of a message, one or one for each plural."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def placeholders(text: str) -> set[str]:
    """The names that a template is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_message_is_translated(catalogue: Catalog) -> None:
    """None is empty, none only guessed."""
    messages = [message for message in catalogue if message.id]
    assert len(messages) > 300
    missing = [message.id for message in messages if not all(forms(message))]
    assert missing == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_translations_are_filled_with_the_same(catalogue: Catalog) -> None:
    """The placeholders of a message and of its translation are equal as sets.

    A message with a plural has one form in Chinese, which may use those of both.
    """
    for message in catalogue:
        for said in filter(None, forms(message) if message.id else ()):
            if isinstance(message.id, str):
                assert placeholders(said) == placeholders(message.id), message.id
            else:
                both = set().union(*map(placeholders, message.id))
                assert placeholders(said) <= both, message.id


def test_the_compiled_catalogue_is_the_one_that_is_read(catalogue: Catalog) -> None:
    """What was translated is what the program speaks."""

    def spoken(messages: Catalog) -> dict[str, list[str]]:
        return {
            m.id if isinstance(m.id, str) else m.id[0]: forms(m)
            for m in messages
            if m.id and all(forms(m)) and not m.fuzzy
        }

    with (FOLDER / "zltrec.mo").open("rb") as file:
        assert spoken(read_mo(file)) == spoken(catalogue)


def test_all_help_is_chinese() -> None:
    """Every command's help, of every option, and the pages that are made of them."""
    done = subprocess.run([sys.executable, "-c", WALK], capture_output=True, check=True)
    for words, texts in json.loads(done.stdout).items():
        for text in texts:
            assert HAN.search(text), f"{words}: {text}"
        if words.endswith(" --help"):
            assert not re.search(r"^(Usage:|Options:|Commands:)", texts[0], re.M), words
            assert "Show this message and exit." not in texts[0]


def test_the_table_of_commands_is_chinese(nowhere: Terminal) -> None:
    """Each command's one line in `zltrec --lang zh --help`; their names stay as they are."""
    said = nowhere.done(*ZH, "--help").out
    for name in COMMANDS:
        (line,) = re.findall(rf"^  {name} .*$", said, re.M)
        assert HAN.search(line), line
    assert not HAN.search(nowhere.done(*EN, "--help").out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("chronicle", "add", "2022-02-30 雪"), 2),
        (("chronicle", "add", "--date", "2022-06-06", ""), 2),
        (("chronicle", "amend", "c9", "x", "--reason", "y"), 1),
        (("chronicle", "amend"), 2),
        (("chronical",), 2),
        (("timeline", "--form", "json"), 2),
        (("timeline", "--format", "xml"), 2),
        (("timeline", "--from"), 2),
        (("search", "a", "b"), 2),
        (("ledger", "show", "money"), 2),
        (("import", "gazette", "none.txt"), 3),
        (("--store", "none", "timeline"), 3),
        (("audit", "check-seal", "none"), 3),
        (("audit", "check-proof", "gazette.txt"), 4),
    ],
)
def test_errors_are_in_the_language_that_is_spoken(
    shown: Office, words: tuple[str, ...], code: int
) -> None:
    """click's own too; one line, and it names the same things in both languages."""
    said = {lang: one_complaint(shown.shell.run(*lang, *words), code) for lang in (ZH, EN)}
    assert HAN.search(said[ZH]), said[ZH]
    plain = said[EN].replace("雪", "").replace("月", "").replace("日", "")
    assert not HAN.search(plain), said[EN]
    assert not re.search(r"\b(the|is|no|of|See)\b", said[ZH]), said[ZH]


def test_what_the_system_gives_as_a_reason_is_too(shell: Terminal) -> None:
    """The C library and SQLite speak English only; a file's name stays as it is."""
    folder = shell.folder / "Is a directory"
    folder.mkdir()
    for words in (("import", "gazette", folder), ("export", "--config", folder)):
        said = one_complaint(shell.run(*ZH, *words), 3)
        assert "：是文件夹" in said
        assert str(folder) in said
        assert "Is a directory" in one_complaint(shell.run(*words), 3).replace(str(folder), "")
    (shell.store / "log.sqlite").write_bytes(b"no database" * 100)
    assert "不是数据库文件" in one_complaint(shell.run(*ZH, "chronicle", "list"), 3)


def test_notes_and_answers_are_in_the_language_that_is_spoken(office: Office) -> None:
    """What is said to people on stdout and stderr."""
    shell = office.shell
    shell.add(("2999-01-01", "预告。"))
    for words in (
        ("audit", "verify"),
        ("audit", "verify", "--report"),
        ("audit", "check-seal", "seal"),
        ("export", "--out", "out"),
        ("import", "gazette", "gazette.txt", "--dry-run"),
        ("notice", "show", office.ids["notice"]),
        ("chronicle", "add", "2022-07-01 x"),
    ):
        said = shell.done(*ZH, *words)
        assert HAN.search(said.out + said.err), words
    assert not HAN.search(shell.done(*EN, "audit", "verify").out)
    assert HAN.search(shell.done(*ZH, "chronicle", "list").err)


@pytest.mark.parametrize(
    ("arguments", "variables", "chinese"),
    [
        ((), {"LANG": "C.UTF-8"}, False),
        ((), {"LANG": "zh_CN.UTF-8"}, True),
        ((), {"LANG": "zh_TW"}, True),
        ((), {"LANG": "de_DE.UTF-8"}, False),
        ((), {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, False),
        ((), {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
        ((), {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ((), {"LANG": "C.UTF-8", "ZLTREC_LANG": "zh"}, True),
        ((), {"LANG": "zh_CN.UTF-8", "ZLTREC_LANG": "en"}, False),
        ((), {"LANG": "C.UTF-8", "LANGUAGE": "zh"}, False),
        (("--lang", "en"), {"ZLTREC_LANG": "zh"}, False),
        (("--lang=zh",), {"ZLTREC_LANG": "en"}, True),
        (("--quiet", "--lang", "zh"), {"LC_ALL": "C"}, True),
    ],
)
def test_how_the_language_is_chosen(
    nowhere: Terminal, arguments: tuple[str, ...], variables: dict[str, str], chinese: bool
) -> None:
    """The option, then ZLTREC_LANG, then the locale as LC_ALL, LC_MESSAGES, LANG; else English."""
    said = nowhere.run(*arguments, "--help", env=variables).out
    assert bool(HAN.search(said)) is chinese


def test_the_documents_words_are_never_translated(shell: Terminal) -> None:
    """A text that happens to be a message of the program stays what was typed."""
    words = ("nothing", "Position", "Commands", "no fault was found", "is {date}")
    shell.add(*((f"2022-06-0{n}", word) for n, word in enumerate(words, start=1)))
    shell.done("notice", "add", "Notice", "--issuer", "Issuer", "--attachment", "Attachments")
    shell.done("roster", "add", "Roster", "--seat", "Role:Name:Title")
    said = shell.done(*ZH, "chronicle", "list").out
    for word in words:
        assert re.search(rf"\s{re.escape(word)}\s", said), word
    page = shell.done(*ZH, "notice", "show", "n").out
    for word in ("Notice", "Issuer", "Attachments"):
        assert word in page
    assert re.search(r"Role +Name +Title", shell.done(*ZH, "roster", "show", "r").out)
    assert "**1日** nothing" in shell.done(*ZH, "chronicle", "render", "2022-06").out


SAME_DATA = (
    *("chronicle list", "notice list", "roster list", "officer list", "approval list"),
    *("timeline", "search 市", "audit log", "audit replay", "audit diff {founded} {end}"),
    *("procedure list", "procedure show lamp-repair", "procedure check lamps.toml"),
    *("case list", "case show {lamp}", "due", "calendar list", "calendar show 2022"),
    *("ledger show approvals", "ledger show cases", "ledger show due", "ledger show lamps"),
    *("ledger show contradictions", "ledger show promises", "ledger show indicators"),
    *("timeline --case {dark}", "roster show r"),
)


@pytest.mark.parametrize("words", SAME_DATA)
def test_data_for_programs_is_the_same_in_both_languages(shown: Office, words: str) -> None:
    """Keys and values of JSON: a cron job must not depend on a locale."""
    typed = (*words.format(**shown.ids).split(), "--format", "json")
    assert shown.shell.done(*ZH, *typed).out == shown.shell.done(*EN, *typed).out


def test_a_months_page_is_the_same_in_both_languages(shown: Office) -> None:
    """The gazette's layout is Chinese whoever prints it."""
    page = shown.shell.done(*EN, "chronicle", "render", "2023-03").out
    assert page == shown.shell.done(*ZH, "chronicle", "render", "2023-03").out
    assert page.startswith("# 2023年3月大事记\n")


def test_an_export_is_the_same_in_both_languages(shown: Office, tmp_path: Path) -> None:
    """Same position, day and formats give the same bytes, whatever language is spoken."""
    for lang in (ZH, EN):
        out = tmp_path / lang[1]
        shown.shell.done(*lang, "export", "--out", out, "--format", "csv,jsonl,md")
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / lang).iterdir()}
        for lang in ("zh", "en")
    )
    assert first == second
