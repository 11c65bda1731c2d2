"""The house itself: its floors, its rooms' size, its words, and who may look at a clock."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports

import zltrec

TOP = Path(__file__).parent.parent.parent
HOUSE = Path(zltrec.__file__).parent
MODULES = sorted(HOUSE.rglob("*.py"))
LONGEST = 350
UNHELPFUL_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


def parsed(module: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(module.read_text(encoding="utf-8"))


def name_of(module: Path) -> str:
    """The dotted name of a module of the house."""
    parts = module.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_no_room_knows_the_rooms_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts in pyproject.toml hold: floors, and who may import SQL or click."""
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert {contract["type"] for contract in contracts["contracts"]} >= {"layers", "forbidden"}
    monkeypatch.chdir(TOP)
    assert lint_imports(config_filename=str(TOP / "pyproject.toml"), no_cache=True) == 0


def test_every_room_stands_on_a_floor() -> None:
    """A room that the contract does not name would be a house without walls."""
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    named = {room for layer in layers for room in re.split(r"[\s|:()]+", layer) if room}
    rooms = {
        f"zltrec.{path.stem}"
        for path in HOUSE.iterdir()
        if (path.is_dir() and list(path.glob("*.py"))) or path.suffix == ".py"
    }
    assert rooms - {"zltrec.__init__"} == named


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_is_small_and_says_what_it_is(module: Path) -> None:
    """No module grows past what one reads in a sitting; each says what it is for, under the name
    of something in a records office."""
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(parsed(module))
    assert module.stem not in UNHELPFUL_NAMES
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text)


def public(owner: Any, module: str) -> Iterator[tuple[str, Any]]:
    """Public classes, functions, methods and properties that `owner` itself defines."""
    for name, member in vars(owner).items():
        if name.startswith("_"):
            continue
        value = member.fget if isinstance(member, property) else member
        value = inspect.unwrap(getattr(value, "__func__", value))
        if (inspect.isclass(value) or inspect.isfunction(value)) and value.__module__ == module:
            yield name, value


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_public_name_has_its_sentence(module: Path) -> None:
    """Classes, functions and methods say what they promise, or inherit the words. Commands have
    their help, protocols their names."""
    loaded = importlib.import_module(name_of(module))
    silent = []
    for name, value in public(loaded, loaded.__name__):
        if not inspect.getdoc(value):
            silent.append(name)
        if not inspect.isclass(value) or getattr(value, "_is_protocol", False):
            continue
        for inner, _ in public(value, loaded.__name__):
            inherited = (vars(base).get(inner) for base in value.__mro__[1:])
            if not inspect.getdoc(getattr(value, inner)) and not any(inherited):
                silent.append(f"{name}.{inner}")
    assert silent == []


CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCKS |= {("time", name) for name in ("time", "time_ns", "localtime", "gmtime", "strftime")}


@pytest.mark.parametrize(
    "module", [m for m in MODULES if "cli" not in m.relative_to(HOUSE).parts], ids=name_of
)
def test_nobody_below_the_command_line_looks_at_a_clock(module: Path) -> None:
    """The time comes in as an argument, so that a replay and a test see the same world."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCKS, f"line {node.lineno}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_text_is_run_as_code(module: Path) -> None:
    """Neither `eval` nor `exec`, nor a pickle: stored bytes are data."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "__import__"}
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & {"pickle", "marshal", "shelve"}


KINDS = {"实施方案", "工作方案", "应急预案", "市政府公报"}
"""What documents of many kinds are called, whatever they are about."""


def names_of(procedure: Path) -> Iterator[str]:
    """What a procedure is known by: its id, title, source, what the two are about, its ledgers
    and forms; of these not what may be any word."""
    text = tomllib.loads(procedure.read_text(encoding="utf-8"))
    yield from (text["id"], text["title"], text["source"])
    for told in (text["title"], text["source"]):
        yield from set(re.findall(r"(?:(?![年月日])[\u4e00-\u9fff]){4,}", told)) - KINDS
    for part in (*text.get("ledgers", ()), *text.get("forms", ())):
        names = (part["id"], part.get("label", ""))
        yield from (name for name in names if re.search(r"-|[\u4e00-\u9fff]{4}", name))


@pytest.mark.parametrize(
    "procedure", sorted((HOUSE / "procedures").glob("*.toml")), ids=lambda path: path.stem
)
def test_no_code_knows_a_procedure(procedure: Path) -> None:
    """What a plan of the gazette says stands in its file of rules, and in no module."""
    names = set(names_of(procedure))
    assert len(names) >= 3
    found = [
        (name_of(module), name)
        for module in MODULES
        for text in [module.read_text(encoding="utf-8")]
        for name in names
        if re.search(rf"(?<![a-z-]){re.escape(name)}(?![a-z-])", text)
    ]
    assert found == []


def imported(module: Path) -> set[str]:
    """The projects that a module imports from, wherever in it."""
    found = set()
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_every_import_of_another_project_is_declared() -> None:
    """What the package imports, an installation brings along; of the extra `office`, only DOCX."""
    import sys

    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[<>=!\[ ]", d)[0].lower() for d in project["dependencies"]}
    extra = project["optional-dependencies"]["office"]
    office = {re.split(r"[<>=!\[ ]", d)[0].lower() for d in extra}
    provides = {
        "docx": "python-docx",
        "markdown_it": "markdown-it-py",
        "dateutil": "python-dateutil",
        "chinese_calendar": "chinesecalendar",
        "cel_expr_python": "cel-expr-python",
    }
    foreign = {name for module in MODULES for name in imported(module)}
    foreign -= set(sys.stdlib_module_names) | {"zltrec", "__future__"}
    assert {provides.get(name, name) for name in foreign} <= declared | office
    users = {path.name for path in MODULES if imported(path) & {"docx", "markdown_it"}}
    assert users == {"docx.py", "docx_table.py", "markdown.py"}
