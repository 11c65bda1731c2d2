"""How long work tells somebody how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Passes on what work goes through, told how many there are (None: nobody knows), and may show
    how far it is. What is passed through within is part of it."""

    def __call__(self, items: Iterable[Item], length: int | None, /) -> Iterable[Item]: ...


def unwatched(items: Iterable[Item], _length: int | None, /) -> Iterable[Item]:
    """Shows nothing."""
    return items
