"""Proofs that stand alone: stored bytes, their path to a seal, and whose keys signed.

What goes into a dossier are rows of the log as they are stored; whoever holds
the dossier, the seal's key and `scripts/verify_dossier.py` needs no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zltrec.audit.approvals import judge_approvals
from zltrec.audit.judged import Judged
from zltrec.domain.approval import NAMESPACE
from zltrec.domain.fact import decode_fact
from zltrec.domain.issue import PREFIX as MONTH
from zltrec.domain.issue import month_entries
from zltrec.domain.officer import KeyEnrolled, KeyRevoked, OfficerFounded
from zltrec.errors import Refused
from zltrec.proof.checkpoint import parse_checkpoint
from zltrec.proof.dossier import Dossier, SignatureEntry, make_dossier
from zltrec.proof.keys import fingerprint
from zltrec.proof.note import parse_note
from zltrec.store.head import StoredRow
from zltrec.store.sqlite import SQLiteLog


def prove(log: SQLiteLog, asked: str, seal: str | None, earlier: tuple[str, ...]) -> Dossier:
    """The dossier of a position, a subject (its events and the approvals on it), or of seals.

    `asked` empty: only `earlier` seals against the newest. `seal` is a signed
    note to prove against, else the newest that is kept. Raises Refused if
    nothing is meant, or no seal reaches so far.
    """
    with log.snapshot():
        if seal is None:
            seal = _newest_seal(log)
        size = parse_checkpoint(parse_note(seal).text).size
        if size > log.size:
            raise Refused(
                "the seal covers {size} events, the log has only {events}",
                size=size,
                events=log.size,
            )
        rows = {row[0]: row for row in _asked_rows(log, asked)} if asked else {}
        approvals = _approvals_on(log, asked, rows) if asked else []
        signatures = list(_signatures(log, approvals, rows, size))
        beyond = [position for position in rows if position > size]
        if beyond:
            raise Refused(
                "position {position} is not sealed yet (the seal covers {size}); seal first:"
                " audit seal",
                position=min(beyond),
                size=size,
            )
        return make_dossier(
            seal,
            [rows[position] for position in sorted(rows)],
            log.subtrees(),
            earlier=earlier,
            signatures=signatures,
        )


def approvals_on(log: SQLiteLog, asked: str) -> list[Judged]:
    """The approvals that a dossier of this holds, as the whole log judges them: whether an office
    was held, and a key lost since, is nothing that a dossier can show."""
    with log.snapshot():
        return _approvals_on(log, asked, {row[0]: row for row in _asked_rows(log, asked)})


def _newest_seal(log: SQLiteLog) -> str:
    seals = log.seals()
    if not seals:
        raise Refused("there is no seal to prove against; seal first: audit seal --key KEY")
    return max(seals, key=lambda seal: (seal[1], seal[0]))[2]


def _asked_rows(log: SQLiteLog, asked: str) -> Iterator[StoredRow]:
    found = False
    if asked.isdecimal():
        for row in log.rows(int(asked), int(asked)):
            found = True
            yield row
    else:
        ids = log.originators(asked, 2)
        if len(ids) > 1 and asked not in ids:
            raise Refused(
                "{given} is the beginning of several ids ({ids} …); give more of it",
                given=asked,
                ids=", ".join(ids),
            )
        for row in log.rows_by(ids[0]) if ids else ():
            found = True
            yield row
        for entry in _entries_of(log, asked):
            found = True
            yield from log.rows_by(entry)
        # A subject that is no aggregate, such as a setting, has at least its approvals.
        found = found or any(one.decision.subject == asked for one in judge_approvals(log))
    if not found:
        raise Refused("there is no {id}; a list shows the ids that there are", id=asked)


def _entries_of(log: SQLiteLog, subject: str) -> Iterator[str]:
    """The standing entries of a month of the chronicle, if that is the subject."""
    if subject.startswith(MONTH):
        with log.snapshot() as registers:
            yield from month_entries(subject.removeprefix(MONTH), registers)


def _approvals_on(log: SQLiteLog, asked: str, rows: dict[int, StoredRow]) -> list[Judged]:
    """The approvals among, or on, what was asked for; their events are taken into `rows`."""
    subjects = {row[1] for row in rows.values()} | {asked}
    wanted = [
        judged
        for judged in judge_approvals(log)
        if judged.position in rows or judged.decision.subject in subjects
    ]
    for judged in wanted:
        rows.update((row[0], row) for row in log.rows(judged.position, judged.position))
    return wanted


def _signatures(
    log: SQLiteLog, approvals: list[Judged], rows: dict[int, StoredRow], size: int
) -> Iterator[SignatureEntry]:
    """The signatures of approvals; the events that entered or ended their keys, as far as the
    seal covers them, are taken into `rows`."""
    keys = list(_key_events(log.rows_of(("officer",)))) if approvals else []
    enrolled = {key: (position, line) for key, position, line in keys if line is not None}
    for judged in approvals:
        if judged.statement is None or judged.signature is None or judged.fingerprint is None:
            continue
        for key, position, _line in keys:
            if key == judged.fingerprint and position <= size:
                rows.update((row[0], row) for row in log.rows(position, position))
        at, line = enrolled.get(judged.fingerprint, (None, ""))
        yield SignatureEntry(
            position=judged.position,
            enrolled=at,
            namespace=NAMESPACE,
            statement=judged.statement,
            signature=judged.signature,
            key=line,
        )


def _key_events(rows: Iterable[StoredRow]) -> Iterator[tuple[str, int, str | None]]:
    """What happened to keys: fingerprint, position, and the public line where one was entered."""
    for position, _id, _version, topic, state in rows:
        fact = decode_fact(topic, state)
        if isinstance(fact, OfficerFounded):
            for line in fact.keys:
                yield fingerprint(line), position, line
        elif isinstance(fact, KeyEnrolled):
            yield fingerprint(fact.key), position, fact.key
            if fact.replaces is not None:
                yield fact.replaces, position, None
        elif isinstance(fact, KeyRevoked):
            yield fact.fingerprint, position, None
