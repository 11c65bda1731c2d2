"""What can be decided on, and what it is at this moment: subject, version, digest.

A subject is an aggregate's id (or its unique beginning), a case by its number,
a month of the chronicle (`chronicle:2022-05`), a setting (`setting:NAME`), a
procedure (`procedure:ID`) or a year's calendar (`workdays:2027`). Its events so
far give the digest that a statement names; one event more, and it is another
version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eventsourcing.persistence import StoredEvent

from zltrec.domain import issue, procedure, workdays
from zltrec.domain.fact import decode_fact
from zltrec.domain.setting import SETTINGS, SUBJECT_PREFIX
from zltrec.domain.store import STORE, SettingChanged
from zltrec.errors import BadUsage, Refused
from zltrec.proof.statement import subject_digest
from zltrec.records.work import Look

_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as it is now: its full name, how many events it has, their digest."""

    name: str
    version: int
    digest: str


def read_subject(look: Look, given: str) -> Subject:
    """The subject that is meant, as it is now.

    Raises Refused if there is no such thing, BadUsage for a month or setting
    that cannot be.
    """
    if given.startswith(issue.PREFIX):
        return _month(look, given)
    if given.startswith(SUBJECT_PREFIX):
        return _setting(look, given)
    # A rule may be approved before it has any event: it begins with its first edition.
    begins = given.startswith((procedure.PREFIX, workdays.PREFIX))
    originator_id = given if begins else look.find(given)
    return _subject(originator_id, look.events_of(originator_id))


def _month(look: Look, given: str) -> Subject:
    month = given.removeprefix(issue.PREFIX)
    if not _MONTH.fullmatch(month):
        raise BadUsage("{subject} is no month; write it as chronicle:2022-05", subject=given)
    events: list[StoredEvent] = []
    for entry in issue.month_entries(month, look.registers):
        events += look.events_of(entry)
    if not events:
        raise Refused("the chronicle has no entries of {month}", month=month)
    return _subject(given, events)


def _setting(look: Look, given: str) -> Subject:
    name = given.removeprefix(SUBJECT_PREFIX)
    if name not in SETTINGS:
        raise BadUsage(
            "there is no setting {name}; there are {names}", name=name, names=", ".join(SETTINGS)
        )
    changes = []
    for event in look.events_of(STORE):
        fact = decode_fact(event.topic, event.state)
        if isinstance(fact, SettingChanged) and fact.name == name:
            changes.append(event)
    return _subject(given, changes)


def _subject(name: str, events: Iterable[StoredEvent]) -> Subject:
    told = [(event.originator_version, event.topic, event.state) for event in events]
    return Subject(name, len(told), subject_digest(told))
