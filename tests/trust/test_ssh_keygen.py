"""The same by plain `ssh-keygen`, by an agent, with a passphrase; the whole way at the shell."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zltrec.audit.judged import YES
from zltrec.domain.approval import ApprovalSigned

from .chancery import (
    MONTH,
    NAMESPACE,
    TOMORROW,
    Chancery,
    Keys,
    publish_statement,
    record_raw,
)
from .conftest import Shell

# --- the same by plain ssh-keygen


def run(
    *command: object, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A program with its input; its exit code is looked at by who called."""
    return subprocess.run(
        [str(word) for word in command],
        input=given,
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("kind", ["editor", "ecdsa", "rsa"], ids=["ed25519", "ecdsa", "rsa"])
def test_ssh_keygen_signs_what_we_take(
    chancery: Chancery, keys: Keys, ssh_keygen: str, tmp_path: Path, kind: str
) -> None:
    """A statement signed elsewhere by `ssh-keygen -Y sign` is as good as one signed here."""
    if kind != "editor":
        chancery.desk().enroll("qian", keys[kind].line)
    file = tmp_path / "statement.json"
    file.write_bytes(publish_statement(chancery))
    signed = run(ssh_keygen, "-q", "-Y", "sign", "-n", NAMESPACE, "-f", keys[kind].path, file)
    assert signed.returncode == 0
    given = chancery.submit(file.read_bytes(), file.with_name("statement.json.sig").read_text())
    assert chancery.judged()[given.id].valid == YES
    chancery.publish()


def verifies(ssh_keygen: str, allowed: Path, officer: str, file: Path, *options: str) -> bool:
    """Whether plain `ssh-keygen -Y verify` takes an exported approval."""
    return (
        run(
            ssh_keygen, "-Y", "verify", "-f", allowed, "-I", officer, "-n", NAMESPACE,
            "-s", file.with_name(file.name + ".sig"), *options, given=file.read_bytes(),
        ).returncode
        == 0
    )  # fmt: skip


def test_ssh_keygen_checks_what_we_export(
    chancery: Chancery, keys: Keys, ssh_keygen: str, tmp_path: Path, shell: Shell
) -> None:
    """`approval verify --export` and `officer list --format allowed-signers` are all that plain
    ssh-keygen needs; it takes no other officer, no altered statement, and a key that was revoked
    only for the time before."""
    signed = {}
    for kind in ("editor", "ecdsa", "rsa"):
        if kind != "editor":
            chancery.desk().enroll("qian", keys[kind].line)
        signed[kind] = chancery.approve(MONTH, "check", "qian", "editor", kind).id
    paper = chancery.paper(MONTH, "check", "钱编", "editor").id
    chancery.calendar.go_to(TOMORROW)
    chancery.desk().revoke("qian", keys["rsa"].fingerprint, reason="停用", lost_from=None)
    store = ("--store", chancery.workspace.folder.path)
    out, allowed = tmp_path / "out", tmp_path / "allowed"
    assert shell(*store, "approval", "verify", "--export", out).code == 0
    allowed.write_text(shell(*store, "officer", "list", "--format", "allowed-signers").out)
    assert {path.name for path in out.iterdir()} == {
        f"{one}.json{end}" for one in signed.values() for end in ("", ".sig")
    }
    assert not (out / f"{paper}.json").exists()
    for kind, one in signed.items():
        file = out / f"{one}.json"
        assert verifies(ssh_keygen, allowed, "qian", file) == (kind != "rsa")
        assert verifies(ssh_keygen, allowed, "qian", file, "-Overify-time=20220701120000Z")
        assert not verifies(ssh_keygen, allowed, "sun", file)
        file.write_bytes(file.read_bytes().replace(b'"approve"', b'"reject" '))
        assert not verifies(ssh_keygen, allowed, "qian", file)


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """agent(path) loads a key into an agent that lives for one test."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("ssh-agent is not installed")
    socket = tmp_path / "agent"
    started = run("ssh-agent", "-s", "-a", socket).stdout.decode()
    pid = re.search(r"SSH_AGENT_PID=(\d+)", started)
    assert pid is not None
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))

    def load(path: Path) -> None:
        assert run("ssh-add", "-q", path).returncode == 0

    try:
        yield load
    finally:
        os.kill(int(pid[1]), signal.SIGTERM)


@pytest.fixture
def office(tmp_path: Path, shell: Shell, keys: Keys) -> tuple[object, ...]:
    """The words that begin a command on a store made at the shell, with qian as its editor."""
    shell(
        "init", tmp_path / "office", "--registrar", "zhao", "--key", keys["registrar"].public_path
    )
    words = ("--store", tmp_path / "office")
    sign = ("--sign", keys["registrar"].path)
    for command in (
        ("officer", "add", "qian", "--name", "钱编", *sign),
        ("officer", "assign", "qian", "editor", "--on", "2022-01-01", *sign),
        ("officer", "enroll", "qian", "--key", keys["editor"].public_path, *sign),
        ("chronicle", "add", "2022-05-03 召开文书工作会议。"),
    ):
        assert shell(*words, *command).code == 0, command
    return words


def requested(shell: Shell, office: tuple[object, ...], out: Path) -> None:
    asked = ("approval", "request", MONTH, "publish", "--approve", "--office", "editor")
    assert shell(*office, *asked, "--officer", "qian", "--out", out).code == 0


def test_the_whole_way_at_the_shell(
    tmp_path: Path, shell: Shell, keys: Keys, office: tuple[object, ...]
) -> None:
    """request, sign, submit, record, list, verify: the keys of the answers are the contract's."""
    file = tmp_path / "st.json"
    requested(shell, office, file)
    assert shell(*office, "approval", "sign", file, "--key", keys["editor"].path).code == 0
    given = shell(*office, "approval", "submit", file, "--format", "json")
    assert given.code == 0
    id_ = json.loads(given.out)["id"]
    assert shell(*office, "approval", "submit", file).code == 1
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"scan")
    record = (
        "approval", "record", MONTH, "sight", "--reject", "--reason", "不妥", "--office", "市长",
        "--scope", "云麓", "--by", "王某", "--paper",
    )  # fmt: skip
    absent = shell(*office, *record, tmp_path / "none.pdf")
    assert absent.code == 3
    assert "none.pdf" in absent.err
    assert shell(*office, *record, scan, "--on", "2022-06-01").code == 0
    rows = json.loads(shell(*office, "approval", "list", "--format", "json").out)
    contract = {
        "id", "subject", "action", "decision", "grade", "office", "scope", "officer", "on",
        "valid", "reason",
    }  # fmt: skip
    assert all(contract <= row.keys() for row in rows)
    key, paper = rows
    assert (key["id"], key["grade"], key["valid"]) == (id_, "key", "yes")
    assert (paper["grade"], paper["valid"], paper["officer"]) == ("paper", None, "王某")
    assert (paper["decision"], paper["reason"], paper["scope"]) == ("reject", "不妥", "云麓")
    verified = shell(*office, "approval", "verify", id_, "--format", "json")
    assert verified.code == 0
    assert [row["valid"] for row in json.loads(verified.out)] == ["yes"]
    assert shell(*office, "approval", "verify", "a9999999").code == 1


def test_an_approval_that_does_not_hold_fails_the_verification(
    chancery: Chancery, keys: Keys, shell: Shell
) -> None:
    """`approval verify` ends with 4 and says why; without that approval it ends with 0."""
    good = chancery.approve(MONTH, "publish", "qian", "editor", "editor")
    fact = chancery.workspace.fact_at(good.position)
    fields = {n: getattr(fact, n) for n in fact.__struct_fields__}
    bad = record_raw(chancery, ApprovalSigned(**fields))
    store = ("--store", chancery.workspace.folder.path, "approval", "verify")
    assert shell(*store, good.id).code == 0
    failed = shell(*store)
    assert failed.code == 4
    assert bad.id in failed.err
    assert "each counts once" in failed.out


def test_a_key_in_an_agent_signs(
    tmp_path: Path,
    shell: Shell,
    keys: Keys,
    office: tuple[object, ...],
    agent: Callable[[Path], None],
) -> None:
    """A `.pub` file means the agent, for approvals as for changes of officers."""
    lone = tmp_path / "lone.pub"
    lone.write_text(keys["editor"].line + " a comment\n")
    agent(keys["editor"].path)
    agent(keys["registrar"].path)
    file = tmp_path / "st.json"
    requested(shell, office, file)
    assert shell(*office, "approval", "sign", file, "--key", lone).code == 0
    assert shell(*office, "approval", "submit", file).code == 0
    by_agent = ("--sign", keys["registrar"].public_path)
    assert shell(*office, "officer", "add", "li", "--name", "李某", *by_agent).code == 0


def test_a_key_that_no_agent_holds_is_refused(
    tmp_path: Path,
    shell: Shell,
    keys: Keys,
    office: tuple[object, ...],
    agent: Callable[[Path], None],
) -> None:
    """It is said what to do; no signature file is left behind."""
    lone = tmp_path / "lone.pub"
    lone.write_text(keys["editor"].line + "\n")
    file = tmp_path / "st.json"
    requested(shell, office, file)
    refused = shell(*office, "approval", "sign", file, "--key", lone)
    assert refused.code == 1
    assert "ssh-add" in refused.err
    assert not file.with_name("st.json.sig").exists()


@pytest.fixture
def protected(ssh_keygen: str, keys: Keys, tmp_path: Path) -> Path:
    """The editor's key under a passphrase."""
    path = tmp_path / "protected"
    shutil.copyfile(keys["editor"].path, path)
    path.chmod(0o600)
    assert run(ssh_keygen, "-q", "-p", "-P", "", "-N", "云麓 secret", "-f", path).returncode == 0
    return path


def test_a_passphrase_needs_a_terminal(
    tmp_path: Path, shell: Shell, office: tuple[object, ...], protected: Path
) -> None:
    """Without one the key is refused, with the way out, and nothing is left behind."""
    file = tmp_path / "st.json"
    requested(shell, office, file)
    refused = shell(*office, "approval", "sign", file, "--key", protected)
    assert refused.code == 3
    assert "passphrase" in refused.err
    assert "ssh-add" in refused.err
    assert not file.with_name("st.json.sig").exists()


@pytest.mark.parametrize(("typed", "code"), [("云麓 secret", 0), ("wrong", 3)])
def test_a_passphrase_is_asked_for_at_a_terminal(
    tmp_path: Path,
    shell: Shell,
    office: tuple[object, ...],
    protected: Path,
    typed: str,
    code: int,
) -> None:
    """It is asked for once, not shown, and opens the key or does not."""
    file = tmp_path / "st.json"
    requested(shell, office, file)
    command = [
        sys.executable, "-c", "from zltrec.cli.main import main; main()", *map(str, office),
        "approval", "sign", str(file), "--key", str(protected),
    ]  # fmt: skip
    shown, ended = at_a_terminal(command, typed)
    assert ended == code, shown
    assert "passphrase of" in shown
    assert typed not in shown
    assert file.with_name("st.json.sig").exists() == (code == 0)


def at_a_terminal(command: list[str], typed: str) -> tuple[str, int]:
    """What a program shows at a terminal where somebody types one line when asked; exit code."""
    child, terminal = pty.fork()
    if not child:
        os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
        os.execv(command[0], command)
    shown = b""
    answered = False
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:
            break
        if not read:
            break
        shown += read
        if b":" in shown and not answered:
            answered = True
            os.write(terminal, typed.encode() + b"\n")
    os.close(terminal)
    return shown.decode("utf-8", "replace"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_key_of_another_kind_is_no_key(shell: Shell, tmp_path: Path, keys: Keys) -> None:
    """What is no private key is named as such."""
    shell("init", tmp_path / "a", "--registrar", "zhao", "--key", keys["registrar"].public_path)
    junk = tmp_path / "junk"
    junk.write_text("no key")
    for named in (junk, tmp_path / "absent"):
        refused = shell(
            "--store", tmp_path / "a", "officer", "add", "li", "--name", "李某", "--sign", named
        )
        assert refused.code == 3
        assert named.name in refused.err
