"""A bar on a terminal while something takes longer than a second.

There is one at a time. What is watched within what is watched already (the rows of a ledger
within all ledgers) is counted at the end of its bar.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zltrec.cli.messages import _

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Item = TypeVar("Item")
_SLOW_S = 1.0
_BETWEEN_S = 0.1  # two looks of a bar that is there


def _one(_item: Any) -> int:
    return 1


class Bars:
    """The bar of one command, if it has one."""

    def __init__(self) -> None:
        self._bar: _Bar | None = None

    def watch(
        self, items: Iterable[Item], length: int | None, measure: Callable[[Item], int] = _one
    ) -> Iterator[Item]:
        """The items; from a second on with a bar that says how much of `length` is done (None:
        nobody knows it, so it only counts); each is as much as `measure` says."""
        if self._bar is not None:
            yield from self._bar.counting(items)
            return
        with ExitStack() as stack:
            self._bar = bar = _Bar(length, stack)
            stack.callback(self._leave)
            for item in items:
                yield item
                bar.advance(measure(item))
            bar.finish()

    def _leave(self) -> None:
        self._bar = None


class _Bar:
    """How far the work is; on the terminal from a second on."""

    def __init__(self, length: int | None, stack: ExitStack) -> None:
        self._length, self._stack = length, stack
        self._next = time.monotonic() + _SLOW_S
        self._waiting = 0  # what is done, and not shown yet
        self._within = 0  # how many are done of what is watched within
        self._counted = 0  # how many things are watched within
        self._shown: ProgressBar[None] | None = None

    def advance(self, done: int) -> None:
        """So much more is done."""
        self._waiting += done
        self._within = 0
        self._look()

    def counting(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, counted; of two that are counted at a time, what has got further is shown."""
        if not self._counted:
            self._within = 0
        self._counted += 1
        try:
            for number, item in enumerate(items, start=1):
                yield item
                self._within = max(self._within, number)
                self._look()
        finally:
            self._counted -= 1

    def finish(self) -> None:
        """All is done: a bar that is there says so."""
        self._within = 0
        if self._shown is not None:
            self._shown.update(self._waiting)

    def _look(self) -> None:
        if time.monotonic() < self._next:
            return
        if self._shown is None:
            self._shown = self._stack.enter_context(self._opened())
        self._shown.update(self._waiting)
        self._waiting = 0
        self._next = time.monotonic() + _BETWEEN_S

    def _opened(self) -> ProgressBar[None]:
        # The library only counts where it is given what has no length.
        endless: Iterator[None] | None = iter(lambda: None, None) if self._length is None else None
        return click.progressbar(
            endless,
            self._length,
            file=sys.stderr,
            label=_("working"),
            show_pos=self._length is None,
            item_show_func=lambda _item: f"{self._within}" if self._within else None,
            update_min_steps=0,
        )
