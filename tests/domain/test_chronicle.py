"""Chronicle entries: their key, their order within a day, and what is refused."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_office import SEVENTH, SIXTH

from zltrec.calendar.when import UNDATED, When, month, year
from zltrec.domain.chronicle import (
    ENTRY,
    KEY,
    ORDER,
    ChronicleEntry,
    EntryAmended,
    EntryMoved,
    EntryRecorded,
    EntryRetracted,
    check_amendment,
    check_move,
    check_new,
    check_standing,
    check_text,
    day_order,
    evolve,
    natural_key,
    register,
    reordered,
)
from zltrec.domain.fact import Fact, Recorded, Source, encode_fact
from zltrec.errors import BadUsage, Refused
from zltrec.projections.views import empty_views
from zltrec.store.registers import Registers, ScratchRegisters

STAMP = {"recorded_at": "2022-07-01T00:00:00.000000Z", "actor": "林档"}
DAYS = ("2022-06-06", "2022-06-07", "", "2022-06")


def recorded(entry: str, version: int, fact: Fact) -> Recorded:
    """A fact in its envelope."""
    return Recorded(entry, version, fact)


def entry_of(*facts: Fact) -> ChronicleEntry:
    """The entry that some facts make."""
    state = None
    for version, fact in enumerate(facts, 1):
        state = evolve(state, recorded("c0000002", version, fact))
    assert state is not None
    return state


FIRST = EntryRecorded(text="开馆。", occurred="2022-06-06", source=Source("ab", 7), **STAMP)


def test_an_entry_is_what_its_events_made_it() -> None:
    """Recorded, amended, moved, retracted: each event changes what it says and no more."""
    assert entry_of(FIRST) == ChronicleEntry(
        "c0000002", 1, "2022-06-06", "开馆。", "recorded", Source("ab", 7)
    )
    amended = EntryAmended(text="闭馆。", reason="核对", occurred="2022-06", **STAMP)
    assert entry_of(FIRST, amended) == ChronicleEntry(
        "c0000002", 2, "2022-06", "闭馆。", "amended", Source("ab", 7)
    )
    sourced = EntryAmended(text="闭馆。", reason="核", source=Source("cd", 9), **STAMP)
    assert entry_of(FIRST, sourced).source == Source("cd", 9)
    moved = entry_of(FIRST, EntryMoved(after=None, **STAMP))
    assert (moved.version, moved.text, moved.status) == (2, "开馆。", "recorded")
    retracted = entry_of(FIRST, EntryRetracted(reason="重复", **STAMP))
    assert (retracted.version, retracted.text, retracted.status) == (2, "开馆。", "retracted")


@given(st.text(max_size=12), st.text(alphabet=" \t\n　", max_size=3), st.integers(0, 12))
def test_a_blank_makes_no_other_entry(text: str, blanks: str, where: int) -> None:
    """The natural key is the date and the text without blanks of any kind."""
    apart = text[:where] + blanks + text[where:]
    assert natural_key("2022-06-06", apart) == natural_key("2022-06-06", text)
    assert natural_key("2022-06-07", text) != natural_key("2022-06-06", text)


@given(st.text(max_size=6), st.text(max_size=6))
def test_another_text_is_another_entry(one: str, other: str) -> None:
    """Texts that differ in more than blanks have different keys."""
    same = "".join(one.split()) == "".join(other.split())
    assert (natural_key("", one) == natural_key("", other)) is same


def test_an_empty_text_is_refused() -> None:
    """Blanks are no text; blanks at the ends are not kept."""
    for text in ("", " ", "\n\t　"):
        with pytest.raises(BadUsage, match="empty; nothing was recorded"):
            check_text(text)
    assert check_text("  开馆。\n") == "开馆。"


def test_an_entry_that_stands_is_not_recorded_again() -> None:
    """The same date and text, whatever the blanks; another date is another entry."""
    registers = ScratchRegisters()
    register(recorded("c0000002", 1, FIRST), registers)
    with pytest.raises(Refused, match="there already: c0000002; nothing was recorded"):
        check_new(SIXTH, "开 馆。", registers)
    check_new(SEVENTH, "开馆。", registers)


def test_a_retracted_entry_frees_its_words() -> None:
    """What was retracted, or amended to other words, may be recorded anew."""
    for last in (
        EntryRetracted(reason="误", occurred="2022-06-06", **STAMP),
        EntryAmended(text="闭馆。", reason="误", occurred="2022-06-06", **STAMP),
    ):
        registers = ScratchRegisters()
        register(recorded("c0000002", 1, FIRST), registers)
        register(recorded("c0000002", 2, last), registers)
        check_new(SIXTH, "开馆。", registers)
    with pytest.raises(Refused, match="c0000002"):
        check_new(SIXTH, "闭馆。", registers)


def test_a_retracted_entry_leaves_nothing_that_stands() -> None:
    """Key, date and order of a retracted entry are struck."""
    registers = ScratchRegisters()
    register(recorded("c0000002", 1, FIRST), registers)
    register(
        recorded("c0000002", 2, EntryRetracted(reason="误", occurred="2022-06-06", **STAMP)),
        registers,
    )
    assert [list(registers.scan(name)) for name in (KEY, ENTRY, ORDER)] == [[], [], []]


def test_amendments_that_are_refused() -> None:
    """Nothing changes; another says the same; the entry was retracted."""
    registers = ScratchRegisters()
    register(recorded("c0000002", 1, FIRST), registers)
    other = EntryRecorded(text="闭馆。", occurred="2022-06-06", **STAMP)
    register(recorded("c0000003", 1, other), registers)
    state = entry_of(FIRST)
    with pytest.raises(Refused, match="says that already"):
        check_amendment(state, "2022-06-06", "开馆。", registers)
    with pytest.raises(Refused, match="another entry, c0000003, says the same"):
        check_amendment(state, "2022-06-06", "闭 馆。", registers)
    check_amendment(state, "2022-06-06", "开 馆。", registers)  # only its own blanks change
    check_amendment(state, "2022-06-07", "闭馆。", registers)
    gone = entry_of(FIRST, EntryRetracted(reason="误", **STAMP))
    with pytest.raises(Refused, match="was retracted; record it anew"):
        check_amendment(gone, "2022-06-07", "开馆。", registers)
    with pytest.raises(Refused, match="was retracted"):
        check_standing(gone)


def test_moves_that_are_refused() -> None:
    """Only two different entries that stand and have one date have an order."""

    def entry(name: str, occurred: str, status: str = "recorded") -> ChronicleEntry:
        return ChronicleEntry(name, 1, occurred, "x", status, None)

    one, two = entry("c1", "2022-06-06"), entry("c2", "2022-06-06")
    check_move(one, two)
    check_move(entry("c1", ""), entry("c2", ""))
    with pytest.raises(Refused, match="after itself"):
        check_move(one, one)
    with pytest.raises(Refused, match="c1 is of 2022-06-06, c3 of -; only entries of one date"):
        check_move(one, entry("c3", ""))
    for pair in (
        (one, entry("c3", "2022-06-06", "retracted")),
        (entry("c3", "", "retracted"), one),
    ):
        with pytest.raises(Refused, match="was retracted"):
            check_move(*pair)


@given(st.integers(1, 9), st.data())
def test_a_move_permutes_the_ranks_of_the_day(count: int, data: st.DataObject) -> None:
    """Whatever moves where: the moved one follows, the others keep their order and the ranks."""
    ranks = sorted(data.draw(st.sets(st.integers(1, 99), min_size=count, max_size=count)))
    day = [(f"c{n}", rank) for n, rank in enumerate(ranks)]
    ids = [entry for entry, _ in day]
    moved = data.draw(st.sampled_from(ids))
    after = data.draw(st.sampled_from([None, *(i for i in ids if i != moved)]))
    new = {**dict(day), **reordered(day, moved, after)}
    assert sorted(new.values()) == ranks
    order = sorted(ids, key=new.__getitem__)
    assert [i for i in order if i != moved] == [i for i in ids if i != moved]
    assert order.index(moved) == (0 if after is None else order.index(after) + 1)
    assert all(dict(day)[entry] != rank for entry, rank in reordered(day, moved, after).items())


class Days:
    """The plainest model of days: a list of entries for each date."""

    def __init__(self) -> None:
        self.days: dict[str, list[str]] = {day: [] for day in DAYS}
        self.date: dict[str, str] = {}

    def apply(self, entry: str, fact: Fact) -> None:
        if isinstance(fact, EntryRecorded):
            self._arrive(entry, fact.occurred)
        elif isinstance(fact, EntryMoved):
            day = self.days[self.date[entry]]
            day.remove(entry)
            day.insert(0 if fact.after is None else day.index(fact.after) + 1, entry)
        elif isinstance(fact, EntryRetracted):
            self.days[self.date.pop(entry)].remove(entry)
        elif fact.occurred != self.date[entry]:
            self.days[self.date[entry]].remove(entry)
            self._arrive(entry, fact.occurred)

    def _arrive(self, entry: str, day: str) -> None:
        self.days[day].append(entry)
        self.date[entry] = day


def random_facts(chance: random.Random, steps: int) -> list[tuple[str, int, Fact]]:
    """A history that the domain would accept: (entry, version, fact)."""
    model, versions, facts = Days(), {}, []
    for step in range(2, steps + 2):
        standing = list(model.date)
        if not standing or chance.random() < 0.35:
            entry = f"c{step:07d}"
            fact: Fact = EntryRecorded(text=entry, occurred=chance.choice(DAYS), **STAMP)
        else:
            entry = chance.choice(standing)
            draw = chance.random()
            mates = [e for e in model.days[model.date[entry]] if e != entry]
            if draw < 0.6 and mates:
                fact = EntryMoved(
                    after=chance.choice([None, *mates]), occurred=model.date[entry], **STAMP
                )
            elif draw < 0.9:
                fact = EntryAmended(
                    text=f"{step}", reason="", occurred=chance.choice(DAYS), **STAMP
                )
            else:
                fact = EntryRetracted(reason="", occurred=model.date[entry], **STAMP)
        versions[entry] = versions.get(entry, 0) + 1
        model.apply(entry, fact)
        facts.append((entry, versions[entry], fact))
    return facts


def in_registers(registers: Registers) -> dict[str, list[str]]:
    """The order of every day as the registers have it."""
    return {day: [entry for entry, _ in day_order(day, registers)] for day in DAYS}


class Log:
    """Facts as a log that views can read."""

    def __init__(self, facts: list[tuple[str, int, Fact]]) -> None:
        self.facts = facts

    @property
    def size(self) -> int:
        return len(self.facts)

    def rows(self, start: int = 1, stop: int | None = None) -> Iterator[tuple[object, ...]]:
        numbered = enumerate(self.facts[start - 1 : stop], start)
        yield from ((n, e, v, fact.TOPIC, encode_fact(fact)) for n, (e, v, fact) in numbered)

    def leaves(self, start: int = 1, stop: int | None = None) -> list[tuple[int, bytes]]:
        return [(n, b"") for n in range(start, (stop or self.size) + 1)]


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_any_sequence_gives_one_order_everywhere(seed: int, steps: int) -> None:
    """After any sequence of recording, moving, re-dating and retracting, the registers (which
    decide) and the projection (which shows) have the same order, and moves put things where
    they say."""
    facts = random_facts(random.Random(seed), steps)
    registers, model = ScratchRegisters(), Days()
    for entry, version, fact in facts:
        before = in_registers(registers)
        register(recorded(entry, version, fact), registers)
        model.apply(entry, fact)
        now = in_registers(registers)
        assert {day: set(held) for day, held in now.items()} == {
            day: set(held) for day, held in model.days.items()
        }
        if isinstance(fact, EntryMoved):
            day = model.date[entry]
            held = before[day]
            held.remove(entry)
            held.insert(0 if fact.after is None else held.index(fact.after) + 1, entry)
            assert now[day] == held
    views = empty_views()
    views.catch_up(Log(facts))  # type: ignore[arg-type]
    shown = views.select(
        "SELECT id, occurred, rank FROM chronicle WHERE status <> 'retracted' ORDER BY rank, id"
    )
    assert {d: [r["id"] for r in shown if r["occurred"] == d] for d in DAYS} == (
        in_registers(registers)
    )
    ranks = {
        (row["occurred"], row["rank"]) for row in shown
    }  # within a day no rank is held twice, so nothing else decides the order
    assert len(ranks) == len(shown)
    views.close()


def test_an_entry_that_comes_back_to_its_day_can_still_be_moved() -> None:
    """(Found by the test above, once:) two entries of a day never have one rank."""
    registers = ScratchRegisters()
    one, two = "c0000002", "c0000003"
    sixth, seventh = "2022-06-06", "2022-06-07"
    for entry, fact in (
        (one, EntryRecorded(text="甲", occurred=sixth, **STAMP)),
        (two, EntryRecorded(text="乙", occurred=sixth, **STAMP)),
        (one, EntryMoved(after=two, occurred=sixth, **STAMP)),
        (one, EntryAmended(text="甲", reason="", occurred=seventh, **STAMP)),
        (one, EntryAmended(text="甲", reason="", occurred=sixth, **STAMP)),
    ):
        register(recorded(entry, 1, fact), registers)
    assert [e for e, _ in day_order(sixth, registers)] == [two, one]
    register(recorded(two, 3, EntryMoved(after=one, occurred=sixth, **STAMP)), registers)
    assert [e for e, _ in day_order(sixth, registers)] == [one, two]


def test_days_do_not_mix_in_the_order() -> None:
    """A month, a day in it, a range and undated entries each have an order of their own."""
    registers = ScratchRegisters()
    whens: list[When] = [UNDATED, year(2022), month(2022, 6), SIXTH, SEVENTH]
    for number, when in enumerate(whens, 2):
        entry = f"c{number:07d}"
        fact = EntryRecorded(text=str(number), occurred=str(when), **STAMP)
        register(recorded(entry, 1, fact), registers)
        assert day_order(str(when), registers) == [(entry, number)]
    assert len(list(registers.scan(ORDER))) == len(list(registers.scan(KEY))) == len(whens)


def test_the_key_is_written_down() -> None:
    """The key's bytes are fixed, since stores hold it: SHA-256 of the date, LF, the bare text."""
    plain = hashlib.sha256("2022-06-06\n开馆。".encode()).hexdigest()
    assert natural_key("2022-06-06", " 开 馆。") == plain
