"""Batches: many rows in one transaction, all or none, every bad row named."""

from __future__ import annotations

import csv
import gc
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click
import msgspec

from zltrec.cli.messages import _
from zltrec.cli.output import print_answer
from zltrec.cli.session import Session, decode_bytes
from zltrec.errors import BadUsage, Refused, Unreadable, ZltrecError

if TYPE_CHECKING:
    from zltrec.records.work import Work

Result = TypeVar("Result")


class Placed(Protocol):
    """What was written, with the position of its last event."""

    @property
    def position(self) -> int: ...


@contextmanager
def _without_collector() -> Iterator[None]:
    """All that a batch makes is kept to its end: looking for rubbish in it costs a tenth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_without_collector()
def read_batch(
    session: Session,
    name: str,
    record: Callable[[Work, dict[str, str]], Result],
    *,
    nested: bool = False,
) -> list[Result]:
    """Records every row of a file (or stdin, `-`) by `record`, all or none.

    Rows are JSON lines, CSV with a head line (a file named *.csv), or lines of
    text. In a JSON row values are texts; where it may be `nested`, others come
    as their JSON. A bad row is named on stderr with its line; then nothing is
    written and Refused is raised.
    """
    rows = list(_rows(name, nested))
    done: list[Result] = []
    refused = 0
    with session.workspace.records.writing() as work:
        for line, row in session.progress(rows, len(rows)):
            try:
                done.append(record(work, row() if callable(row) else row))
            except (BadUsage, Refused) as error:
                refused += 1
                _name_row(name, line, error)
        if refused:
            raise Refused(
                "{refused} of {count} rows were refused, so none was recorded",
                refused=refused,
                count=len(rows),
            )
    return done


def _name_row(name: str, line: int, error: ZltrecError) -> None:
    from zltrec.cli.main import say_error

    click.echo(
        _("{name}, line {line}: {reason}").format(name=name, line=line, reason=say_error(error)),
        err=True,
    )


def _rows(name: str, nested: bool) -> Iterator[tuple[int, Callable[[], dict[str, str]]]]:
    text = _text(name)
    if name.endswith(".csv"):
        # Lines end in CR or LF only: other characters that break a line may stand in a text.
        reader = csv.DictReader(io.StringIO(text, newline=""))
        _check_heads(reader.fieldnames or ())
        for row in reader:
            yield reader.line_num, lambda row=row: _csv_row(row)  # type: ignore[misc]
        return
    for number, line in enumerate(io.StringIO(text), start=1):
        if line.strip():
            yield number, lambda line=line: _row(line.rstrip("\r\n"), nested)  # type: ignore[misc]


def _check_heads(heads: Sequence[str]) -> None:
    for name in heads:
        if heads.count(name) > 1:
            raise BadUsage("the head names {name} twice", name=name)


def _csv_row(row: dict[str | None, Any]) -> dict[str, str]:
    if None in row:
        raise BadUsage("the row has more columns than the head; quote a text that holds a comma")
    return {name: value for name, value in row.items() if name and value}


def _row(line: str, nested: bool) -> dict[str, str]:
    if not line.lstrip().startswith("{"):
        if nested:
            raise BadUsage("the row is no JSON object")
        return {"text": line}
    # Most rows are texts alone, and read at once; the slow way says what is wrong with others.
    with suppress(msgspec.DecodeError, UnicodeError):
        texts = msgspec.json.decode(line, type=dict[str, str])
        if line.count('":') == len(texts):
            return texts
    try:
        row = json.loads(line, object_pairs_hook=_once, parse_float=str)
    except ValueError as error:
        raise BadUsage("the row is no JSON: {reason}", reason=error) from None
    if nested:
        row = {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in row.items()
            if value is not None
        }
    if not all(isinstance(value, str) and _is_text(value) for value in row.values()):
        raise BadUsage("the row's values must be texts")
    return dict(row)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand in it once."""
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _value in pairs]
        raise BadUsage("{field} is given twice", field=next(n for n in names if names.count(n) > 1))
    return row


def _is_text(value: str) -> bool:
    """Whether UTF-8 has it: JSON can write halves of characters, as \\ud800."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(name: str) -> str:
    if name == "-":
        return decode_bytes(sys.stdin.buffer.read(), "stdin")
    try:
        return decode_bytes(Path(name).read_bytes(), name)
    except OSError as error:
        raise Unreadable(
            "{path} cannot be read: {reason}", path=name, reason=error.strerror or str(error)
        ) from error


def print_added(session: Session, done: Sequence[Placed], format_: str) -> None:
    """What a batch answers: how many rows were recorded, and up to which position."""
    position = done[-1].position if done else session.workspace.log.size
    answer = {"added": len(done), "refused": 0, "position": position}
    print_answer(answer, format_, _("{added} recorded, up to position {position}").format(**answer))
