"""What a step posts: an entry in an account for itself, or for each record that it appends."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from zltrec.procedure.conditions import INT
from zltrec.procedure.definition import Account, Post, Transition
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.snapshot import Snapshot, StepTaken


class Entry(NamedTuple):
    """One entry that a step makes: what it looks at for its amount, and for the account's key."""

    post: Post
    account: Account
    lookup: CaseLookup
    values: Mapping[str, Any]

    def amount(self, edition: Edition) -> int:
        """Its amount, in whichever way. Raises Refused where that cannot be calculated."""
        vocabulary = edition.over(self.post.over)
        return int(vocabulary.compile(self.post.amount, INT).value(self.lookup))

    @property
    def key(self) -> str | None:
        """The key of its balance, "" where the account has none; None where that is missing."""
        if self.account.key is None:
            return ""
        return str(self.values[self.account.key]) if self.account.key in self.values else None


def entries(
    edition: Edition, transition: Transition, step: StepTaken, after: Snapshot, lookup: CaseLookup
) -> Iterator[Entry]:
    """The entries that a step makes, in order; `after` it as its rules see the case."""
    for post in transition.posts:
        account = edition.accounts[post.account]
        if post.over is None:
            yield Entry(post, account, lookup, after.fields)
            continue
        for record in step.appends.get(post.over, ()):
            of_record = lookup.of_record(post.over, record)
            yield Entry(post, account, of_record, ChainMap(dict(record), after.fields))
