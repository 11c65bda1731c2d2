"""Stores for the program to run on: made once, copied for each test that writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat as Private
from cryptography.hazmat.primitives.serialization import PublicFormat as Public
from sample_office import LAMPS

import zltrec

from .terminal import Terminal, copied, give_away, is_bound, stand_in, take_back

SAMPLE = Path(zltrec.__file__).parent / "samples" / "gazette.txt"
KEYS = ("registrar", "recovery", "editor", "auditor")


@dataclass(frozen=True)
class Office:
    """A store in which everything has happened once, the ids of it all, and two positions:
    `founded`, of the last event that `init` recorded, and `end`, of the last one of all."""

    shell: Terminal
    ids: dict[str, str]


def make_key(path: Path) -> None:
    """Writes a new private key, and its public line beside it."""
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, Private.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    line = key.public_key().public_bytes(Encoding.OpenSSH, Public.OpenSSH)
    path.with_name(f"{path.name}.pub").write_bytes(line + b"\n")


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store in which nothing has happened."""
    home = tmp_path_factory.mktemp("bare")
    shell = stand_in(home / "office", home)
    shell.done("init")
    return shell


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A store with a registrar, an editor, a gazette, corrections, approvals, cases, a seal."""
    home = tmp_path_factory.mktemp("full")
    shell = stand_in(home / "office", home)
    for name in KEYS:
        make_key(shell.folder / name)
    (shell.folder / "gazette.txt").write_bytes(SAMPLE.read_bytes())
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    (shell.folder / "lamps.toml").write_text(LAMPS, encoding="utf-8")
    founded = shell.json("init")["position"]
    shell.done("import", "gazette", "gazette.txt")
    entry, other = shell.add(("2022-06-06", "县志办召开编纂会议。"), ("2022-06", "多雨。"))
    shell.done("chronicle", "amend", entry, "县志办召开编纂工作会议。", "--reason", "核对")
    (gone,) = shell.add(("2022-06-07", "误记。"))
    shell.done("chronicle", "retract", gone, "--reason", "误记")
    shell.done("officer", "found", "zhao", "--key", "registrar.pub", "--name", "赵主任")
    signed = ("--sign", "registrar")
    shell.done("officer", "add", "qian", "--name", "钱编", *signed)
    shell.done("officer", "assign", "qian", "editor", "--on", "2022-01-01", *signed)
    shell.done("officer", "enroll", "qian", "--key", "editor.pub", *signed)
    decision = ("--approve", "--office", "editor", "--officer", "qian", "--out", "statement")
    shell.done("approval", "request", entry, "review", *decision)
    shell.done("approval", "sign", "statement", "--key", "editor")
    by_key = shell.json("approval", "submit", "statement")["id"]
    paper = ("--approve", "--office", "市长", "--by", "孙某", "--paper", "scan.pdf")
    on_paper = shell.json("approval", "record", entry, "审核", *paper, "--on", "2022-06-20")["id"]
    shell.done("procedure", "adopt", "lamps.toml")
    lamp, dark = (open_lamp(shell, place) for place in ("河东路", "河西路"))
    shell.done("case", "move", lamp, "fix", "--file", "单据=scan.pdf", "--on", "2022-06-03")
    shell.done("case", "amend", lamp, "--set", "place=河东路9号", "--reason", "核对")
    shell.done("case", "move", dark, "fix", "--on", "2022-06-04")
    shell.done("case", "reverse", dark, "--reason", "误记")
    shell.done("audit", "seal", "--key", "auditor", "--out", "seal")
    shell.done("audit", "prove", entry, "--out", "proof")
    notice = shell.json("notice", "list")[0]["id"]
    roster = shell.json("roster", "list")[0]["id"]
    ids = {"entry": entry, "other": other, "gone": gone, "notice": notice, "roster": roster}
    ids |= {"by_key": by_key, "on_paper": on_paper, "lamp": lamp, "dark": dark}
    positions = {"founded": founded, "end": shell.json("audit", "log")[-1]["position"]}
    return Office(shell, ids | {name: str(at) for name, at in positions.items()})


def open_lamp(shell: Terminal, place: str) -> str:
    """Opens a case about a street lamp; its number."""
    values = ("--set", f"place={place}", "--set", "caller=报修者甲")
    number: str = shell.json("case", "open", "lamp-repair", *values, "--on", "2022-06-01")["number"]
    return number


@pytest.fixture
def shell(bare_template: Terminal, tmp_path: Path) -> Terminal:
    """A shell in an empty store of this test's own."""
    return copied(bare_template, tmp_path / "bare", tmp_path)


@pytest.fixture
def office(office_template: Office, tmp_path: Path) -> Office:
    """A store of this test's own in which everything has happened once."""
    return Office(copied(office_template.shell, tmp_path / "office", tmp_path), office_template.ids)


@pytest.fixture(scope="module")
def shown(office_template: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same for all tests of a module, which only look at it or are refused."""
    home = tmp_path_factory.mktemp("shown")
    return Office(copied(office_template.shell, home / "office", home), office_template.ids)


@pytest.fixture
def nowhere(tmp_path: Path) -> Terminal:
    """A shell in a folder without a store, nor one above it."""
    return stand_in(tmp_path / "nothing", tmp_path)


@pytest.fixture(scope="module")
def foreign(office_template: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A store that belongs to another user; run commands with `before=as_stranger`."""
    home = tmp_path_factory.mktemp("foreign")
    shell = copied(office_template.shell, home / "office", home)
    give_away(shell.store)
    if not is_bound(shell.store):
        take_back(shell.store)
        pytest.skip("this process cannot give up its right to overrule permissions")
    yield Office(shell, office_template.ids)
    take_back(shell.store)
