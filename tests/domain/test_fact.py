"""Facts as bytes: what is stored comes back, and what is not ours is said to be so."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.when import UNDATED
from zltrec.domain.chronicle import EntryRecorded
from zltrec.domain.fact import Fact, Source, decode_fact, encode_fact, topic, topics
from zltrec.domain.kinds import KINDS
from zltrec.errors import Unreadable

STAMP = {"recorded_at": "2022-07-01T00:00:00.000000Z", "actor": "林档"}

facts = st.builds(
    EntryRecorded,
    recorded_at=st.text(),
    actor=st.text(),
    occurred=st.text(),
    text=st.text(),
    source=st.none() | st.builds(Source, st.text(), st.none() | st.integers(0, 2**40)),
)


@given(facts)
def test_a_fact_comes_back_as_it_was(fact: EntryRecorded) -> None:
    """Any text in any field survives the way to bytes and back, and gives the same bytes again."""
    state = encode_fact(fact)
    assert decode_fact(fact.TOPIC, state) == fact
    assert encode_fact(decode_fact(fact.TOPIC, state)) == state


def test_stored_bytes_are_written_down() -> None:
    """Field order, names and the leaving out of defaults are fixed: leaves are made of them."""
    fact = EntryRecorded(text="开馆。", occurred="2022-06-06", source=Source("ab", 7), **STAMP)
    assert encode_fact(fact).decode() == (
        '{"recorded_at":"2022-07-01T00:00:00.000000Z","actor":"林档","occurred":"2022-06-06",'
        '"source":{"accession":"ab","line":7},"text":"开馆。"}'
    )
    assert encode_fact(EntryRecorded(text="开馆。", **STAMP)).decode() == (
        '{"recorded_at":"2022-07-01T00:00:00.000000Z","actor":"林档","text":"开馆。"}'
    )


@pytest.mark.parametrize(
    "name",
    ["", "chronicle", "chronicle.entry-erased", "os:system", "zltrec.domain.fact:Fact", "x\ny"],
)
def test_an_unknown_topic_is_never_resolved(name: str) -> None:
    """A row can name no code: only the closed list is decoded, everything else is refused."""
    with pytest.raises(Unreadable, match=r"(?s)no event is called .*newer zltrec, or changed"):
        decode_fact(name, b"{}")


STATE = encode_fact(EntryRecorded(text="开馆。", occurred="2022-06-06", **STAMP))


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        STATE[:-1],
        STATE.replace("开馆".encode(), b"\xff\xff\xff"),
        STATE.replace(b'"text"', b'"texts"'),
        STATE.replace(b'"actor":', b'"actor":1,"x":'),
        STATE + b"x",
    ],
)
def test_damaged_bytes_are_our_error(state: bytes) -> None:
    """Bytes that are no such fact end in one of our errors, which names the topic."""
    with pytest.raises(Unreadable, match=r"state of a stored chronicle.entry-recorded cannot"):
        decode_fact("chronicle.entry-recorded", state)


@given(st.binary(max_size=40) | st.integers(0, len(STATE) - 1).map(lambda n: STATE[:n]))
def test_no_bytes_raise_anything_else(state: bytes) -> None:
    """Whatever the bytes: a fact, or Unreadable."""
    for name in topics():
        with suppress(Unreadable):
            assert isinstance(decode_fact(name, state), Fact)


def test_a_topic_is_given_once() -> None:
    """Two facts of one topic would make old bytes ambiguous."""
    with pytest.raises(TypeError, match="given twice"):

        @topic("chronicle.entry-recorded")
        class Again(Fact, frozen=True, kw_only=True):
            """Never."""


def test_every_topic_belongs_to_a_kind() -> None:
    """Each topic's head is an aggregate that folds it, and each kind has a first event."""
    heads = {name.partition(".")[0] for name in topics()}
    assert heads == set(KINDS)


def test_every_fact_has_a_topic_of_the_list() -> None:
    """No fact class was left without a topic."""

    def below(cls: type[Fact]) -> list[type[Fact]]:
        return [leaf for sub in cls.__subclasses__() for leaf in (below(sub) or [sub])]

    ours = [cls for cls in below(Fact) if cls.__module__.startswith("zltrec.")]
    assert sorted(cls.TOPIC for cls in ours) == topics()


def test_topics_do_not_follow_module_paths() -> None:
    """A topic names what happened, not where the code lies: modules may move."""
    for name in topics():
        kind, _, what = name.partition(".")
        assert what.replace("-", "").isalpha()
        assert kind.isalpha()


def test_unknown_fields_of_a_later_version_do_not_stop_the_reading() -> None:
    """A field that a later version added is left out, not an error."""
    state = STATE[:-1] + b',"colour":"red"}'
    assert decode_fact("chronicle.entry-recorded", state) == (
        decode_fact("chronicle.entry-recorded", STATE)
    )


def test_an_undated_fact_has_no_day() -> None:
    """Nothing pads a missing date."""
    assert EntryRecorded(text="x", **STAMP).when == UNDATED


def test_facts_are_immutable() -> None:
    """A fact cannot be changed after the fact."""
    fact = EntryRecorded(text="x", **STAMP)
    with pytest.raises(AttributeError):
        fact.text = "y"  # type: ignore[misc]
    assert msgspec.structs.replace(fact, text="y").text == "y"
