"""Where what must stay hidden could show: the log's bytes, its listing, every page of an export."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cli.terminal import Terminal


def shown_of(shell: Terminal, secrets: Iterable[str], folder: Path, number: str) -> list[str]:
    """Which secrets an event, a listing, an export into `folder` or a case's page lets see."""
    shell.done("export", "--out", folder, "--format", "csv,jsonl,md")
    pages = [path.read_bytes() for path in folder.iterdir()]
    pages.append(_bytes(_rows(shell, "stored_events")))
    pages.append(shell.done("audit", "log", "--format", "jsonl").out.encode())
    pages.append(shell.done("case", "show", number).out.encode())
    return [secret for secret in secrets if any(_is_in(secret, page) for page in pages)]


def kept_apart(shell: Terminal, secrets: Iterable[str]) -> list[str]:
    """Which secrets stand in the table of personal values."""
    there = _bytes(_rows(shell, "private_values"))
    return [secret for secret in secrets if _is_in(secret, there)]


def _rows(shell: Terminal, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{shell.store / 'log.sqlite'}?mode=ro", uri=True) as log:
        return log.execute(f"SELECT * FROM {table}").fetchall()


def _bytes(rows: list[tuple[Any, ...]]) -> bytes:
    return b"\n".join(
        one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row
    )


def _is_in(secret: str, told_of: bytes) -> bool:
    escaped = json.dumps(secret)[1:-1].encode()
    return secret.encode() in told_of or escaped in told_of
