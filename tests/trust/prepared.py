"""A store of a few hundred events, prepared once and copied for each change of it.

Who must notice a change is `VERIFY`, a whole `audit verify` with nothing but
the store, or `SEAL`, `check-seal` with a seal and a key from outside.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from audit.filing import SECOND, THIRD, Filing
from sample_office import body, document, seat, take_in

from zltrec.audit.findings import Findings
from zltrec.audit.seals import check_seal, origin_of
from zltrec.calendar.when import UNDATED, day
from zltrec.calendar.working import YearCalendar, encode_year
from zltrec.domain.workdays import adopt_action
from zltrec.errors import ZltrecError
from zltrec.records.chronicle import amend_entry, move_entry, retract_entry
from zltrec.records.notices import add_notice, amend_notice, retract_notice
from zltrec.records.rosters import (
    add_roster,
    amend_roster,
    appoint,
    find_roster,
    release,
    take_back_roster,
)
from zltrec.records.workdays import adopt_year
from zltrec.store.folder import NAME
from zltrec.workspace import Workspace

from .chancery import MONTH, OTHER_STORE_ID, STORE_ID, Chancery, Keys, reopened, verified
from .tampering import (
    contents,
    fit_head,
    fit_leaf,
    fit_registers,
    forget_seals,
    forget_views,
    tampered,
)

VERIFY, SEAL = "verify", "seal"
BOTH = {VERIFY, SEAL}
SIZE = 340


@dataclass(frozen=True)
class Prepared:
    """The untouched store, an older copy of it, another store; the seal and key kept outside."""

    whole: Path
    older: Path
    other: Path
    seal: str
    key: str
    keys: Keys
    sealed: int
    contents: dict[str, Any]


def live(chancery: Chancery) -> None:
    """Some weeks of an office: entries, notices, bodies, officers, decisions, an issue."""
    records = chancery.workspace.records
    chancery.found("zhao", "registrar", "recovery")
    chancery.appoint("qian", "钱编", "editor", "editor")
    chancery.appoint("sun", "孙核", "reviewer", "reviewer", "editor@云麓街道")
    chancery.appoint("zhou", "周审", "auditor", "auditor")
    for n in range(1, 29):
        chancery.write(*(f"五月{n}日第{m}件。" for m in range(1, 5)), on=date(2022, 5, n))
        chancery.write(*(f"六月{n}日第{m}件。" for m in range(1, 4)), on=date(2022, 6, n))
    entries = [row[1] for row in chancery.workspace.log.rows_of(("chronicle",))]
    for entry in entries[:12:3]:
        amend_entry(records, entry, when=None, text=f"{entry}订正。", reason="订正")
    retract_entry(records, entries[13], reason="重复")
    move_entry(records, entries[8], after=entries[9])
    notices = [
        add_notice(records, document(f"关于第{n}件事的通知"), day(date(2022, 6, n))).id
        for n in range(1, 7)
    ]
    amend_notice(records, notices[0], document("关于头件事的通知"), "2022-06-01", reason="订正")
    retract_notice(records, notices[1], reason="误收")
    groups = [
        add_roster(
            records, body(f"第{n}领导小组", seat("组长", "钱编"), seat("成员", "吴某")), when
        ).id
        for n, when in ((1, day(date(2022, 1, 1))), (2, UNDATED), (3, UNDATED))
    ]
    appoint(records, groups[0], seat("成员", "郑某"), on=date(2022, 6, 1))
    chancery.desk().assign("qian", "leader", "", on=date(2022, 1, 1), seat=(groups[0], "1"))
    chancery.approve(entries[0], "check", "qian", "leader", "editor")
    release(records, groups[0], "吴某", on=date(2022, 6, 9), reason="调离")
    held = find_roster(records, groups[1]).content()
    amend_roster(records, groups[1], held, "2022-02-01", reason="核对")
    with records.writing() as work:
        take_back_roster(work, find_roster(records, groups[2]), "误收")
    chancery.seal("stranger")
    chancery.approve(entries[1], "check", "sun", "editor", "reviewer", scope="云麓街道")
    chancery.approve(
        entries[1], "review", "sun", "reviewer", "reviewer", approve=False, reason="误"
    )
    chancery.paper(entries[2], "check", "王某", "市长", scan=b"first scan", on=date(2022, 6, 3))
    chancery.paper(entries[3], "check", "王某", "市长", scan=b"second scan", on=date(2022, 6, 4))
    chancery.approve(MONTH, "publish", "qian", "editor", "editor")
    chancery.publish()
    amend_entry(records, entries[20], when=None, text="勘误。", reason="订正")
    chancery.write("补记。", on=date(2022, 5, 20))
    chancery.approve("setting:publication.grade", "set key", "zhao", "registrar", "recovery")
    chancery.set("publication.grade", "key")
    chancery.desk("editor").enroll("qian", chancery.keys["newer"].line)
    chancery.desk().release("sun", "reviewer", "", on=date(2022, 6, 30))
    chancery.calendar.go_to(chancery.today + timedelta(days=1))
    chancery.desk().revoke(
        "sun", chancery.keys["reviewer"].fingerprint, reason="失窃", lost_from=chancery.today
    )
    take_in_gazette(chancery)
    keep_cases(chancery)
    chancery.write(*(f"七月第{n}件。" for n in range(1, SIZE - 8 - chancery.size)), on="2022-07")
    chancery.seal("auditor")


def take_in_gazette(chancery: Chancery) -> None:
    """A file as the importer takes it in, with a section read from it."""
    source = chancery.papers / "gazette.txt"
    source.write_text("大事记", encoding="utf-8")
    take_in(chancery.workspace, source)


def keep_cases(chancery: Chancery) -> None:
    """A procedure in three editions, calendars, two cases; something is approved after each."""
    for holidays in ((date(2022, 7, 4),), (date(2022, 7, 5),)):
        text = encode_year(YearCalendar(2022, holidays, (), "通知"))
        action = adopt_action(text)
        chancery.approve("workdays:2022", action, "zhao", "registrar", "registrar")
        adopt_year(chancery.workspace.records, text, today=chancery.today)
    filing = Filing(chancery)
    first, second = filing.open("东1"), filing.open("东2")
    filing.move(first, "fund", cost="80")
    filing.amend(first, house="东3")
    filing.move(second, "visit", visits='{"what": "问", "whom": "李某"}')
    filing.reverse(second)
    filing.review(first)
    filing.permit(first)
    filing.pay(first)
    chancery.approve(first, "dispose", "zhao", "registrar", "registrar")
    filing.dispose(first, approve=False)
    filing.paper(first, "look", "档案馆", "郑某")
    filing.adopt(SECOND)
    filing.set("notice_days", "3")
    filing.enter("planned", "7")
    filing.report("2022-06")
    filing.enter("planned", "8")
    filing.report("2022-06", reason="补录")
    filing.keep("map")
    filing.reopen("map")
    filing.keep("map")
    filing.review(second)
    filing.permit(second)
    filing.adopt(THIRD)


def prepare(folder: Path, keys: Keys) -> Prepared:
    """Lives those weeks, and sets the store aside as it was before the end, and as it is."""
    chancery = Chancery(folder / "office", keys)
    live(chancery)
    older = set_aside(chancery, folder / "older")
    chancery.write(*(f"七月又{n}件。" for n in range(1, 8)), on="2022-07")
    seal = chancery.seal("auditor")
    sealed = chancery.size
    chancery.write("尚未封存的一件。", "尚未封存的又一件。", on="2022-07")
    whole = set_aside(chancery, folder / "whole")
    chancery.workspace.close()
    other = Chancery(folder / "other", keys, OTHER_STORE_ID)
    live(other)
    aside = set_aside(other, folder / "aside")
    other.workspace.close()
    return Prepared(
        whole, older, aside, seal, keys["auditor"].line, keys, sealed, contents(whole / NAME)
    )


def set_aside(chancery: Chancery, place: Path) -> Path:
    """A copy of the store as it is now, projections included, with nothing left in a WAL."""
    chancery.workspace.views()
    place.mkdir()
    source = chancery.workspace.folder.path
    shutil.copytree(source, place / NAME, ignore=shutil.ignore_patterns("*.sqlite*"))
    for name in ("log.sqlite", "views.sqlite"):
        with (
            closing(sqlite3.connect(source / name)) as old,
            closing(sqlite3.connect(place / NAME / name)) as new,
        ):
            old.backup(new)
    return place


@dataclass
class Copy:
    """A copy of the prepared store, to be changed."""

    place: Path
    prepared: Prepared

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self.place / NAME

    @property
    def log(self) -> Path:
        """The log's file."""
        return self.folder / "log.sqlite"

    @property
    def views(self) -> Path:
        """The projections' file."""
        return self.folder / "views.sqlite"

    def ask(self, statement: str, *parameters: Any) -> Any:
        """The first value of the first row of a query."""
        with closing(sqlite3.connect(self.log)) as connection:
            return connection.execute(statement, parameters).fetchone()[0]

    def change(self, statement: str, *parameters: Any) -> None:
        """One statement on the log."""
        tampered(self.log, statement, parameters=parameters)

    def first_of(self, topic: str) -> int:
        """The first position of an event of a topic."""
        return int(self.ask("SELECT min(position) FROM stored_events WHERE topic = ?", topic))

    def edit(self, position: int, old: str, new: str) -> None:
        """Replaces a text in the state of an event."""
        self.change(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), ?, ?) AS BLOB)"
            " WHERE position = ?",
            old,
            new,
            position,
        )

    def files(self) -> list[Path]:
        """The files that were taken in."""
        return sorted(path for path in (self.folder / "files").rglob("*") if path.is_file())


def copied(prepared: Prepared, place: Path) -> Copy:
    """A copy of the prepared store, to be changed."""
    shutil.copytree(prepared.whole, place)
    return Copy(place, prepared)


def judged(place: Path, prepared: Prepared) -> tuple[Findings, str | None]:
    """What a whole verification finds, and what the outside seal says (None: consistent)."""
    workspace = reopened(place)
    try:
        store_id = identity(workspace)
        found = verified(workspace, store_id=store_id)
        try:
            verdict = check_seal(workspace.log, origin_of(store_id), prepared.seal, prepared.key)
        except ZltrecError as error:
            return found, str(error)
        return found, None if verdict.why is None else str(verdict.why)
    finally:
        workspace.close()


def identity(workspace: Workspace) -> str:
    """What the store says that it is; what it was, where it cannot say."""
    try:
        return workspace.founded.store_id
    except ZltrecError:
        return STORE_ID


Edit = Callable[[Copy], None]
"""A change of a copy."""


def check_caught(copy: Copy, by: set[str], *kinds: str) -> Findings:
    """The copy was changed, and exactly those in `by` notice; verify by faults of these kinds."""
    changed = contents(copy.folder)
    if changed == copy.prepared.contents:
        pytest.fail("the edit changed nothing")
    found, said = judged(copy.place, copy.prepared)
    faults = [(fault.kind, fault.position, str(fault.error)) for fault in found.faults]
    caught = ({VERIFY} if faults else set()) | ({SEAL} if said is not None else set())
    assert caught == by, (faults, said)
    assert set(kinds) <= {kind for kind, _position, _error in faults}, faults
    if contents(copy.folder) != changed:
        pytest.fail("looking changed the store")
    return found


def entry(copy: Copy) -> int:
    """The position of an entry in the middle of the sealed range that nothing else names."""
    return int(
        copy.ask(
            "SELECT position FROM stored_events WHERE topic = 'chronicle.entry-recorded'"
            " ORDER BY position LIMIT 1 OFFSET 60"
        )
    )


def rows_of(path: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


FITTING: tuple[tuple[str, Callable[[Copy, int], object]], ...] = (
    ("leaf", lambda copy, position: fit_leaf(copy.log, position)),
    ("head", lambda copy, _position: fit_head(copy.log)),
    ("seals", lambda copy, _position: forget_seals(copy.log)),
    ("registers", lambda copy, _position: fit_registers(copy.log)),
    ("views", lambda copy, _position: forget_views(copy.log)),
)
"""What an ever more careful hand makes fit, one after another."""


def fit(copy: Copy, position: int, *, up_to: str = "views") -> None:
    """Makes everything fit an event, up to one of FITTING."""
    for name, make in FITTING:
        make(copy, position)
        if name == up_to:
            break
