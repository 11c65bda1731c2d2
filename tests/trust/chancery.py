"""The chancery: an invented office with keys, and what it does with them.

It calls the records as the command line does, without its start-up: found,
enrol, request, sign, submit, record a paper, publish, seal. Names are made up.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zltrec.audit.approvals import judge_approvals
from zltrec.audit.findings import Findings
from zltrec.audit.judged import Judged
from zltrec.audit.seals import SealVerdict, check_seal, origin_of
from zltrec.audit.verify import Part, verify_store
from zltrec.calendar.when import day, decode_when
from zltrec.domain.officer import Officer
from zltrec.errors import ZltrecError
from zltrec.proof.keys import fingerprint
from zltrec.proof.sshsig import sign
from zltrec.records.approvals import request_statement, submit_approval
from zltrec.records.authority import Signer
from zltrec.records.chronicle import add_entries
from zltrec.records.officers import SignedChanges, found_root
from zltrec.records.paper import PaperDecision, record_paper
from zltrec.records.publishing import publish_month
from zltrec.records.sealing import seal_log
from zltrec.records.settings import change_setting
from zltrec.records.work import Written
from zltrec.workspace import Workspace, make_workspace, open_workspace

if TYPE_CHECKING:
    from zltrec.proof.keys import PrivateKey

STORE_ID = "00112233445566778899aabbccddeeff"
OTHER_STORE_ID = "ffeeddccbbaa99887766554433221100"
NAMESPACE = "zltrec-approval"
START = datetime(2022, 7, 1, 1, 0, tzinfo=UTC)
TODAY = date(2022, 7, 1)
"""The day on which every chancery begins, in its zone."""

TOMORROW = TODAY + timedelta(days=1)
LONG_AGO = date(2022, 1, 1)
MONTH = "chronicle:2022-05"


@dataclass(frozen=True)
class Key:
    """A key pair made by `ssh-keygen`: the private file, the canonical public line."""

    path: Path
    line: str
    private: PrivateKey = field(repr=False)

    @property
    def public_path(self) -> Path:
        """The `.pub` file."""
        return self.path.with_name(self.path.name + ".pub")

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`."""
        return fingerprint(self.line)

    def sign(self, message: bytes, namespace: str = NAMESPACE) -> str:
        """The armored signature."""
        return sign(message, namespace, self.private)

    @property
    def signer(self) -> Signer:
        """The key as a desk takes it."""
        return Signer(self.fingerprint, self.sign)


Keys = dict[str, Key]


class Calendar:
    """A clock that ticks a second a call, and can be moved on to a later day."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def go_to(self, on: date) -> None:
        """Goes on to nine in the morning, in Shanghai, of a day."""
        self.now = max(self.now, datetime(on.year, on.month, on.day, 1, tzinfo=UTC))


class Chancery:
    """A store with its clock and keys. Officers are called by id, keys by name."""

    def __init__(self, parent: Path, keys: Keys, store_id: str = STORE_ID) -> None:
        self.calendar, self.keys, self.store_id = Calendar(), keys, store_id
        self.workspace: Workspace = make_workspace(
            parent, zone="Asia/Shanghai", store_id=store_id, clock=self.calendar, actor="文书"
        )[0]
        self._numbers = itertools.count(1)
        self.papers = parent / "papers"
        self.papers.mkdir()

    @property
    def today(self) -> date:
        """Today in the store's zone."""
        return self.workspace.today

    @property
    def size(self) -> int:
        """How many events the log has."""
        return self.workspace.log.size

    def number(self) -> str:
        """A statement's id that was not used yet."""
        return f"{next(self._numbers):032x}"

    # officers

    def found(
        self, officer: str = "zhao", *keys: str, name: str = "赵登记", on: date | None = None
    ) -> Written:
        """Sets the root; with the key `registrar`, unless others are named."""
        lines = tuple(self.keys[key].line for key in keys or ("registrar",))
        return found_root(self.workspace.records, officer, name, lines, today=on or self.today)

    def desk(self, key: str = "registrar") -> SignedChanges:
        """The desk where changes are signed with a key."""
        return SignedChanges(
            self.workspace.records,
            self.keys[key].signer,
            statement_id=self.number(),
            today=self.today,
        )

    def appoint(
        self,
        officer: str,
        name: str,
        key: str | None,
        *offices: str,
        on: date = LONG_AGO,
        by: str = "registrar",
    ) -> None:
        """Enters an officer with a key and offices (`OFFICE` or `OFFICE@SCOPE`)."""
        self.desk(by).add(officer, name)
        if key is not None:
            self.desk(by).enroll(officer, self.keys[key].line)
        for office in offices:
            title, _, scope = office.partition("@")
            self.desk(by).assign(officer, title, scope, on=on, seat=None)

    def officer(self, officer: str) -> Officer:
        """The officer as the log has it now."""
        state = self.workspace.records.load_exactly(f"officer:{officer}")
        assert isinstance(state, Officer)
        return state

    # approvals

    def request(
        self,
        subject: str,
        action: str,
        officer: str,
        office: str,
        *,
        scope: str = "",
        approve: bool = True,
        reason: str = "",
        on: date | None = None,
        valid_until: date | None = None,
    ) -> bytes:
        """A statement to sign."""
        return request_statement(
            self.workspace.records,
            subject,
            action,
            approve=approve,
            reason=reason,
            office=office,
            scope=scope,
            officer=officer,
            on=on or self.today,
            valid_until=valid_until,
            statement_id=self.number(),
        )

    def submit(self, statement: bytes, signature: str) -> Written:
        """Records a signed statement."""
        return submit_approval(self.workspace.records, statement, signature, today=self.today)

    def approve(
        self, subject: str, action: str, officer: str, office: str, key: str, **said: Any
    ) -> Written:
        """Requests, signs and submits."""
        statement = self.request(subject, action, officer, office, **said)
        return self.submit(statement, self.keys[key].sign(statement))

    def paper(
        self,
        subject: str,
        action: str,
        by: str,
        office: str,
        *,
        scan: bytes = b"a scan",
        scope: str = "",
        approve: bool = True,
        reason: str = "",
        on: date | None = None,
        valid_until: date | None = None,
    ) -> Written:
        """Records a decision on paper."""
        path = self.papers / "scan.pdf"
        path.write_bytes(scan)
        day_ = on or self.today
        said = PaperDecision(
            subject, action, approve, office, by, path, day_, scope, reason, valid_until
        )
        workspace = self.workspace
        return record_paper(workspace.records, workspace.files, said, today=self.today)

    def judged(self) -> dict[str, Judged]:
        """Every approval and every signed change by its id, judged from the log."""
        return {one.id: one for one in judge_approvals(self.workspace.log)}

    # the chronicle, settings, seals

    def write(self, *texts: str, on: date | str = date(2022, 5, 3)) -> list[str]:
        """Records entries of one date; returns their ids."""
        when = decode_when(on) if isinstance(on, str) else day(on)
        written = add_entries(self.workspace.records, [(when, text) for text in texts])
        return [one.id for one in written]

    def publish(self, month: str = "2022-05") -> Written:
        """Publishes a month."""
        return publish_month(self.workspace.records, month, today=self.today)

    def set(self, name: str, value: str) -> Written:
        """Changes a setting."""
        return change_setting(self.workspace.records, name, value, today=self.today)

    @property
    def origin(self) -> str:
        """What seals of this store are called."""
        return origin_of(self.store_id)

    def seal(self, key: str = "auditor") -> str:
        """Seals the log as it is."""
        private: Any = self.keys[key].private
        return seal_log(self.workspace.records, self.origin, private)

    def check(self, note: str, key: str | None = "auditor") -> SealVerdict:
        """An old seal against the log as it is."""
        line = None if key is None else self.keys[key].line
        return check_seal(self.workspace.log, self.origin, note, line)

    def verify(self, part: Part | None = None) -> Findings:
        """What a verification finds."""
        return verified(self.workspace, part)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Fails unless the store holds the same afterwards: log, registers, seals, files."""
        before = contents(self.workspace)
        yield
        assert contents(self.workspace) == before, "something was written"

    @contextmanager
    def refused(self, kind: type[ZltrecError], match: str) -> Iterator[None]:
        """Fails unless what happens inside is refused so, and nothing was written."""
        with self.unchanged(), pytest.raises(kind, match=match):
            yield


def reopened(parent: Path) -> Workspace:
    """The store in a folder, opened by somebody else."""
    return open_workspace(parent, parent, clock=Calendar(), actor="审计")


def verified(workspace: Workspace, part: Part | None = None, store_id: str = STORE_ID) -> Findings:
    """What `audit verify` finds in a store."""
    return verify_store(
        workspace.log,
        workspace.files,
        workspace.stored_views(),
        origin_of(store_id),
        part or Part(),
        lambda rows, _count: rows,
    )


def contents(workspace: Workspace) -> dict[str, Any]:
    """Everything that a store holds, projections apart."""
    connection = sqlite3.connect(workspace.folder.log)
    try:
        tables = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("stored_events", "leaves", "registers", "seals", "sqlite_sequence")
        }
        tables["log_head"] = connection.execute("SELECT * FROM log_head").fetchall()
    finally:
        connection.close()
    lying = {
        str(path.relative_to(workspace.folder.files)): path.read_bytes()
        for path in sorted(workspace.folder.files.rglob("*"))
        if path.is_file()
    }
    return {**tables, "files": lying}


def publish_statement(chancery: Chancery, **said: Any) -> bytes:
    """A statement by qian, the editor, that the month be published."""
    return chancery.request(MONTH, "publish", "qian", "editor", **said)


def record_raw(chancery: Chancery, fact: Any) -> Written:
    """Writes an approval past every check."""
    with chancery.workspace.records.writing() as work:
        return work.begin("a", fact)
