"""The closed list of aggregates: the head of a topic, and the module that it belongs to.

A module is imported when an event of its kind is first met, so that a command
starts with what it needs. The list is closed: what a stored row names is looked
up here, and never imported by its own name.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

KINDS: dict[str, str] = {
    "store": "zltrec.domain.store",
    "accession": "zltrec.domain.accession",
    "chronicle": "zltrec.domain.chronicle",
    "notice": "zltrec.domain.notice",
    "roster": "zltrec.domain.roster",
    "officer": "zltrec.domain.officer",
    "approval": "zltrec.domain.approval",
    "issue": "zltrec.domain.issue",
    "procedure": "zltrec.domain.procedure",
    "case": "zltrec.domain.case",
    "report": "zltrec.domain.report",
    "workdays": "zltrec.domain.workdays",
}


@cache
def kind_of(topic: str) -> Any:
    """The module that a topic belongs to, with its `evolve` and `register`; None if to none."""
    name = KINDS.get(topic.partition(".")[0])
    return None if name is None else import_module(name)
