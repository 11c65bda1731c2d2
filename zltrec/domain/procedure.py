"""A procedure's editions and settings, as events that carry the whole text.

`init` adopts the bundled ones; every later edition, setting or entered value
stands on an approval of the office that the edition in force names. Registers:
`procedure.edition` id -> the definition in force, as JSON; `procedure.text` id ->
SHA-256 of its text; `procedure.setting` id/name -> value; `procedure.entered`
id/measure/period -> value; `procedure.promise` id/promise -> the day when it was kept, "" when
it was reopened.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache

import msgspec

from zltrec.domain.case import NUMBER as CASE_NUMBER
from zltrec.domain.fact import Fact, Recorded, Registers, topic
from zltrec.domain.judgement import Apart
from zltrec.domain.setting import apart
from zltrec.errors import Refused, Unreadable
from zltrec.procedure.definition import Definition
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import FileHeld

PREFIX = "procedure:"
EDITION = "procedure.edition"
TEXT = "procedure.text"
SETTING = "procedure.setting"
ENTERED = "procedure.entered"
KEPT = "procedure.promise"


@topic("procedure.edition-adopted")
class EditionAdopted(Fact, frozen=True, kw_only=True):
    """An edition is in force from now on; `approval` is "" for what a store begins with."""

    edition: int
    text: str
    approval: str = ""


@topic("procedure.set")
class ProcedureSet(Fact, frozen=True, kw_only=True):
    """A figure was set, or a reading decided, for all cases from now on."""

    name: str
    value: str
    approval: str


@topic("procedure.value-entered")
class ValueEntered(Fact, frozen=True, kw_only=True):
    """A measure that no event can know was entered for a period, with where it comes from."""

    measure: str
    period: str
    value: str
    basis: str


@topic("procedure.promise-kept")
class PromiseKept(Fact, frozen=True, kw_only=True):
    """A promise that no case can keep was ticked off, with evidence; `occurred`: when it was
    kept."""

    promise: str
    files: tuple[FileHeld, ...]
    note: str
    approval: str


@topic("procedure.promise-reopened")
class PromiseReopened(Fact, frozen=True, kw_only=True):
    """A promise that had been ticked off is open again."""

    promise: str
    reason: str
    approval: str


class Procedure(msgspec.Struct):
    """A procedure as its events made it: editions by number, settings, entered values."""

    id: str
    version: int
    texts: dict[int, str]
    settings: dict[str, str]


def evolve(state: Procedure | None, recorded: Recorded) -> Procedure | None:
    """The procedure after one more of its events."""
    fact = recorded.fact
    if state is None:
        state = Procedure(recorded.originator_id.removeprefix(PREFIX), 0, {}, {})
    state.version = recorded.originator_version
    if isinstance(fact, EditionAdopted):
        state.texts[fact.edition] = fact.text
    elif isinstance(fact, ProcedureSet):
        state.settings[fact.name] = fact.value
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of a procedure enters in the registers."""
    fact, procedure = recorded.fact, recorded.originator_id.removeprefix(PREFIX)
    if isinstance(fact, EditionAdopted):
        definition = msgspec.json.encode(read_text(fact.text)).decode()
        registers.enter(EDITION, procedure, definition)
        registers.enter(TEXT, procedure, text_digest(fact.text))
    elif isinstance(fact, ProcedureSet):
        registers.enter(SETTING, f"{procedure}/{fact.name}", fact.value)
    elif isinstance(fact, ValueEntered):
        registers.enter(ENTERED, f"{procedure}/{fact.measure}/{fact.period}", fact.value)
    elif isinstance(fact, PromiseKept):
        registers.enter(KEPT, f"{procedure}/{fact.promise}", fact.occurred)
    elif isinstance(fact, PromiseReopened):
        registers.enter(KEPT, f"{procedure}/{fact.promise}", "")


@lru_cache(maxsize=64)
def read_text(text: str) -> Definition:
    """The definition of a text that was adopted. Raises Unreadable if it is none."""
    try:
        return msgspec.convert(tomllib.loads(text), Definition)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Unreadable(
            "the text of a procedure cannot be read: {reason}", reason=error
        ) from error


@lru_cache(maxsize=64)
def _decoded(definition: str) -> Definition:
    return msgspec.json.decode(definition, type=Definition)


def definitions(registers: Registers) -> dict[str, Definition]:
    """The definitions in force, by id."""
    return {name: _decoded(text) for name, text in registers.scan(EDITION)}


def edition_in_force(procedure: str, registers: Registers) -> Edition:
    """The edition in force, with its settings. Raises Refused if there is no such procedure."""
    known = registers.get(EDITION, procedure)
    if known is None:
        names = ", ".join(name for name, _text in registers.scan(EDITION))
        raise Refused(
            "there is no procedure {procedure}; there are {names}",
            procedure=procedure,
            names=names or "-",
        )
    definition = _decoded(known)
    prefix = f"{procedure}/"
    settings = {key.removeprefix(prefix): value for key, value in registers.scan(SETTING, prefix)}
    others: dict[str, Definition] = {}
    for field in definition.fields:
        if field.procedure is not None and field.procedure not in others:
            other = registers.get(EDITION, field.procedure)
            if other is not None:
                others[field.procedure] = _decoded(other)
    return Edition(definition, settings, others)


def apart_on(subject: str, registers: Registers) -> Apart:
    """The sets of actions on a subject that no one person decides: as the settings say, and
    for a case as its procedure in force says."""
    procedure = registers.get(CASE_NUMBER, subject)
    if procedure is None:
        return apart(registers)
    return (*apart(registers), *edition_in_force(procedure, registers).apart)


def text_digest(text: str) -> str:
    """SHA-256 of a procedure's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def adopt_action(text: str) -> str:
    """The action of adopting a text, as approvals name it."""
    return f"adopt {text_digest(text)}"


def set_action(name: str, value: str) -> str:
    """The action of setting a figure or deciding a reading, as approvals name it."""
    return f"set {name} {value}"


def keep_action(promise: str) -> str:
    """The action of ticking a promise off, as approvals name it."""
    return f"keep {promise}"


def reopen_action(promise: str) -> str:
    """The action of opening a promise again, as approvals name it."""
    return f"reopen {promise}"
