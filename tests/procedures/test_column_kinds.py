"""Every ledger of the histories in SQL: each value is of the type that its column declares."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, copied, stand_in
from cli.test_sql_readers import declared_in, opened_in_duckdb

HISTORIES = (
    "history",
    "campaign",
    "inspection",
    "tax",
    "relief",
    "aftermath",
    "people",
    "compounds",
)
FITTING = {
    "INTEGER": "typeof({0}) = 'integer'",
    "DECIMAL": "typeof({0}) IN ('integer', 'real')",
    "BOOLEAN": "typeof({0}) = 'integer' AND {0} IN (0, 1)",
    "DATE": "typeof({0}) = 'text' AND {0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
    "TIMESTAMP": "typeof({0}) = 'text' AND length({0}) >= 10 AND julianday({0}) IS NOT NULL",
    "TEXT": "typeof({0}) = 'text'",
}
"""What holds of a value that is not NULL, by the type that its column declares."""


@pytest.fixture(scope="module")
def unfilled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What the columns of the bundled ledgers declare where nothing stands in them yet."""
    home = tmp_path_factory.mktemp("unfilled")
    shell = stand_in(home / "office", home)
    shell.done("init")
    return declared_in(Path(shell.done("sql").out.strip()))


def shell_of(history: Any) -> Terminal:
    """The store of a history, of whichever form."""
    one = next(iter(history.values())) if isinstance(history, dict) else history
    found: Terminal = one.shell
    return found


@pytest.mark.parametrize("name", HISTORIES)
def test_every_value_is_of_its_declared_type(
    name: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    unfilled: dict[str, dict[str, str]],
) -> None:
    """And the types do not depend on the values: they are those of an empty store."""
    path = tmp_path / "ledgers.sqlite"
    shared = shell_of(request.getfixturevalue(name))  # others copy it meanwhile
    copied(shared, tmp_path / "office", tmp_path).done("sql", "--out", path)
    declared = declared_in(path)
    assert {ledger: declared[ledger] for ledger in unfilled} == unfilled
    with closing(sqlite3.connect(path)) as database, opened_in_duckdb(path) as duck:
        for ledger, columns in declared.items():
            for column, kind in columns.items():
                fits = FITTING[kind].format(f'"{column}"')
                wrong = f'"{column}" IS NOT NULL AND NOT ({fits})'
                found = database.execute(
                    f'SELECT DISTINCT "{column}" FROM "{ledger}" WHERE {wrong} LIMIT 3'
                )
                assert found.fetchall() == [], (ledger, column, kind)
            count = database.execute(f'SELECT count(*) FROM "{ledger}"').fetchone()[0]
            assert len(duck.execute(f'SELECT * FROM store."{ledger}"').fetchall()) == count
