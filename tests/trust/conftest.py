"""Keys made once by the real `ssh-keygen`, and a chancery for each test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from zltrec.cli.main import program, say_error
from zltrec.errors import ZltrecError
from zltrec.proof.keys import canonical_line, load_private

from .chancery import Chancery, Key, Keys
from .prepared import Copy, Prepared, copied, prepare

_ED25519 = ("registrar", "recovery", "second", "editor", "newer", "reviewer", "auditor", "stranger")
_OPTIONS = {
    **{name: ["-t", "ed25519"] for name in _ED25519},
    "ecdsa": ["-t", "ecdsa", "-b", "256"],
    "rsa": ["-t", "rsa", "-b", "2048"],
}


@pytest.fixture(scope="session")
def keys(ssh_keygen: str, tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """A key pair for every hand that signs in these tests."""
    folder = tmp_path_factory.mktemp("keys")
    made = {}
    for name, options in _OPTIONS.items():
        path = folder / name
        subprocess.run([ssh_keygen, "-q", *options, "-N", "", "-f", str(path)], check=True)
        line = canonical_line(path.with_name(f"{name}.pub").read_text())
        made[name] = Key(path, line, load_private(path.read_bytes()))
    return made


@pytest.fixture
def bare(tmp_path: Path, keys: Keys) -> Iterator[Chancery]:
    """An open store: nobody has set the root."""
    chancery = Chancery(tmp_path / "office", keys)
    yield chancery
    chancery.workspace.close()


@pytest.fixture
def chancery(bare: Chancery) -> Chancery:
    """A store with a registrar (zhao), an editor (qian) and a reviewer (sun); an entry of May."""
    bare.found()
    bare.appoint("qian", "钱编", "editor", "editor")
    bare.appoint("sun", "孙核", "reviewer", "reviewer", "editor")
    bare.write("召开文书工作会议。")
    return bare


@dataclass(frozen=True)
class Outcome:
    """How a command ended: exit code, stdout, and what stood on stderr, the error included."""

    code: int
    out: str
    err: str


Shell = Callable[..., Outcome]


@pytest.fixture
def shell() -> Shell:
    """shell(*arguments) runs one command as the program does, without its own process."""

    def run(*arguments: object, env: dict[str, str] | None = None) -> Outcome:
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(program(), words, env=env, standalone_mode=False)
        error = result.exception
        if isinstance(error, ZltrecError):
            return Outcome(error.exit_code, result.stdout, result.stderr + say_error(error))
        if isinstance(error, click.ClickException):
            return Outcome(error.exit_code, result.stdout, result.stderr + error.format_message())
        if error is not None and not isinstance(error, SystemExit):
            raise error
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Prepared:
    """The store that is tampered with; nobody writes into it."""
    return prepare(tmp_path_factory.mktemp("tamper"), keys)


@pytest.fixture
def copy(prepared: Prepared, tmp_path: Path) -> Copy:
    """A copy of it, to be changed."""
    return copied(prepared, tmp_path / "copy")
