"""What the line of time has about a person, a body, a place.

A person is an officer, or a name as it stands in rosters and on papers, narrowed by a
title where several have that name. Which seats are one person's, the offices that
follow them say; nothing is guessed from a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zltrec.errors import Refused
from zltrec.projections.case_text import texts_of
from zltrec.projections.cases import cases_of, snapshot_at
from zltrec.projections.procedures import editions
from zltrec.projections.rows import Row, Scope, timeline_rows
from zltrec.projections.search import bare
from zltrec.projections.views import Views

_TOLD = ("chronicle", "notice", "plan")


@dataclass
class About:
    """What is looked for: rows by their keys or subjects, and texts that tell of it.

    `seats`: (roster, number) of the seats that are meant; `others`: seats of the same name
    that are not known to be this person's; `is_officer`: whose seats, offices say.
    """

    keys: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    seats: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    is_officer: bool = False

    def rows(self, views: Views, scope: Scope) -> Iterator[Row]:
        """The rows of the line of time that are about it, in order."""
        texts = [bare(text) for text in self.texts if text]

        def keep(key: str, kind: str, subject: str, text: str) -> bool:
            if key in self.keys or subject in self.subjects:
                return True
            return kind in _TOLD and any(one in bare(text) for one in texts)

        return timeline_rows(views, scope, keep)


def about_person(views: Views, who: str) -> About:
    """What is about an officer (by id), or a name (`NAME`, or `NAME:TITLE`).

    Raises Refused for a name that several officers have, or that nobody has.
    """
    name, _colon, title = who.partition(":")
    officers = {row[0]: row[1] for row in views.select("SELECT id, name FROM officers")}
    known = officers.get(who)
    namesakes = [one for one, called in officers.items() if called == name]
    if known is None and len(namesakes) > 1 and not title:
        raise Refused(
            "{name} is the name of several officers ({ids}); name one of them by id",
            name=name,
            ids=", ".join(namesakes),
        )
    about = About(texts={known or name}, is_officer=known is not None)
    followed = _followed(views)
    for seat in _seats(views, known or name):
        owner = followed.get((seat["roster"], seat["number"]))
        mine = owner == who if known is not None else title in seat["title"]
        (about.seats if mine else about.others).append(seat)
    for seat in about.seats:
        about.keys |= _keys_of(views, seat)
    signer = {who} if known is not None else {name, *namesakes}
    for row in views.select("SELECT id, officer FROM approvals"):
        if row[1] in signer:
            about.keys.add(row[0])
    if known is None and not about.seats and not about.keys and not namesakes:
        about.subjects |= _cases_with(views, name)
        if not about.subjects and not any(about.rows(views, Scope())):
            raise Refused(
                "nobody called {name} is known; `zltrec ledger show seats` lists who sits where",
                name=who,
            )
    about.subjects |= _cases_with(views, known or name)
    return about


def about_body(views: Views, body: str) -> About:
    """What is about a body or an office: its seats, what it decides, owes and is handed."""
    about = About(texts={body})
    for row in views.select("SELECT id, body FROM rosters WHERE status <> 'retracted'"):
        if row[1] == body:
            about.subjects.add(row[0])
    for row in views.select("SELECT id, office FROM approvals"):
        if row[1] == body:
            about.keys.add(row[0])
    about.subjects |= _cases_with(views, body)
    return about


def about_place(views: Views, place: str) -> About:
    """What is about a place: what tells of it, and the cases and decisions that are of it."""
    about = About(texts={place}, subjects=_cases_with(views, place))
    for row in views.select("SELECT id, scope FROM approvals"):
        if row[1] == place:
            about.keys.add(row[0])
    return about


def _seats(views: Views, name: str) -> list[Row]:
    rows = views.select(
        "SELECT s.roster, s.number, r.body, s.role, s.title FROM seats AS s JOIN rosters AS r"
        " ON r.id = s.roster WHERE r.status <> 'retracted' AND s.name = ?"
        " ORDER BY s.from_day, s.roster, s.number",
        (name,),
    )
    return [dict(row) for row in rows]


def _keys_of(views: Views, seat: Row) -> set[str]:
    """The rows that tell of a seat: its taking and its end; of one that was there from the
    beginning, the forming of the body."""
    place = f"{seat['roster']}/{seat['number']}"
    taken = f"{place}/appointed"
    later = views.select("SELECT 1 FROM timeline WHERE key = ?", (taken,))
    return {taken if later else str(seat["roster"]), f"{place}/released"}


def _followed(views: Views) -> dict[tuple[str, int], str]:
    """Whose office follows which seat."""
    rows = views.select("SELECT roster, seat, officer FROM tenures WHERE roster IS NOT NULL")
    return {(row[0], row[1]): row[2] for row in rows}


def _cases_with(views: Views, value: str) -> set[str]:
    """The cases that hold exactly this value, personal ones aside, or whose filing is this
    office's."""
    known = editions(views)
    found = set()
    for case, _position in cases_of(views):
        filing = known[case.procedure].filings.of(case.number)
        held = texts_of(snapshot_at(case, None).fields.values())
        if value in held or (filing is not None and filing.office == value):
            found.add(case.number)
    return found
