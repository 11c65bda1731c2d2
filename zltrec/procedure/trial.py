"""One step on trial: all that it lacks, each thing with its section, and all that it changes."""

from __future__ import annotations

from zltrec.errors import Refused, ZltrecError
from zltrec.procedure.claims import claim_of
from zltrec.procedure.conditions import LacksValue
from zltrec.procedure.definition import Field, Sign, Transition
from zltrec.procedure.edition import Edition
from zltrec.procedure.evidence import APPROVE, REJECT, Evidence
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.postings import entries
from zltrec.procedure.snapshot import Claim, Posting, Snapshot, StepTaken
from zltrec.procedure.terms import day_of
from zltrec.procedure.waits import first_free_day, wait_length


class Trial:
    """One step on trial: collects what it lacks, fills in what it changes."""

    def __init__(
        self,
        edition: Edition,
        transition: Transition,
        before: Snapshot,
        after: Snapshot,
        lookup: CaseLookup,
        evidence: Evidence,
        step: StepTaken,
    ) -> None:
        self._edition, self._transition = edition, transition
        self._before, self._after = before, after
        self._lookup, self._evidence, self._step = lookup, evidence, step
        self._lacks: list[ZltrecError] = []

    def judge(self) -> None:
        """Fills the step in. Raises Refused with everything that is lacking."""
        self._fields()
        self._files()
        self._conditions()
        self._waits()
        self._claims()
        if not self._lacks:
            self._posts()
        self._signs()
        if self._lacks:
            transition = self._transition
            raise Refused(
                "{number} cannot take {step} ({label}, {section}): {lacks}",
                number=self._before.number,
                step=transition.id,
                label=transition.label or "-",
                section=transition.section or "-",
                lacks=tuple(self._lacks),
            )

    def _lack(self, template: str, section: str, /, **params: object) -> None:
        said = Refused(template, **params)
        place = section or self._transition.section
        if place:
            said = Refused("{said} ({section})", said=said, section=place)
        if str(said) not in map(str, self._lacks):
            self._lacks.append(said)

    def _fields(self) -> None:
        for name in self._edition.asked[self._transition.id]:
            if name not in self._step.sets:
                self._lack(
                    "the text reads in two ways, say which holds: --set {field}={options}",
                    self._edition.fields[name].section,
                    field=name,
                    options="|".join(self._edition.fields[name].choices),
                )
        for one in self._edition.wanted[self._transition.id]:
            # A list that a step names gets a record by this step, whatever it holds already.
            if one.id not in (self._step.appends if one.type == "list" else self._after.fields):
                self._miss(one)
        if self._step.state != self._before.state:
            for one in self._edition.required.get(self._step.state, ()):
                if one.id not in self._after.fields and one.id not in self._transition.fields:
                    self._miss(one)
        if self._transition.reason and not self._step.reason.strip():
            self._lack("it needs a reason (--reason)", "")
        if self._transition.minute and len(self._step.on) == len(self._step.day.isoformat()):
            self._lack("it needs its minute (--on {day}T14:05, or --on now)", "", day=self._step.on)

    def _miss(self, one: Field) -> None:
        told = {"field": one.id, "label": one.label or "-"}
        if one.choices:
            choices = "、".join(one.choices)
            self._lack(
                "{field} ({label}) is missing; it is of {choices}",
                one.section,
                choices=choices,
                **told,
            )
        else:
            self._lack("{field} ({label}) is missing", one.section, **told)

    def _miss_name(self, name: str, section: str) -> None:
        """A condition, or an amount, lacks the value of a name."""
        field = self._edition.fields.get(name)
        taken = self._edition.transitions.get(name)
        label = (field.label if field else taken.label if taken else "") or "-"
        self._lack("{field} ({label}) is missing", section, field=name, label=label)

    def _files(self) -> None:
        for kind in self._transition.files:
            if kind not in self._after.files:
                self._lack("the file {kind} is missing (--file {kind}=PATH)", "", kind=kind)

    def _conditions(self) -> None:
        for rule in self._transition.when:
            try:
                if self._edition.condition(rule.that).holds(self._lookup):
                    continue
            except LacksValue as lacking:
                self._miss_name(lacking.name, rule.section)
                continue
            except Refused as error:
                self._lack("{said}", rule.section, said=error)
                continue
            self._lack("{why}", rule.section, why=rule.why or rule.that)

    def _waits(self) -> None:
        for wait in self._transition.wait:
            taken = self._before.taken.get(wait.after)
            label = self._edition.transitions[wait.after].label
            if taken is None:
                self._lack(
                    "{step} ({label}) was not taken yet",
                    wait.section,
                    step=wait.after,
                    label=label or "-",
                )
                continue
            free = first_free_day(self._edition, wait, taken, self._evidence.calendar)
            if free is not None and self._step.day < free:
                told = {
                    "count": self._edition.number_of(wait_length(wait)),
                    "step": wait.after,
                    "label": label or "-",
                    "day": taken,
                    "free": free.isoformat(),
                }
                if wait.working_days is None:
                    self._lack(
                        "{count} full days after {step} ({label}) of {day} are not over; possible"
                        " from {free} on",
                        wait.section,
                        **told,
                    )
                elif self._evidence.calendar.is_provisional(day_of(taken), free):
                    self._lack(
                        "{count} full working days after {step} ({label}) of {day} are not over;"
                        " possible from {free} on, provisionally: a year's calendar is not adopted",
                        wait.section,
                        **told,
                    )
                else:
                    self._lack(
                        "{count} full working days after {step} ({label}) of {day} are not over;"
                        " possible from {free} on",
                        wait.section,
                        **told,
                    )

    def _claims(self) -> None:
        number, step = self._before.number, self._transition.id
        state = self._edition.states.get(self._step.state)
        claims: list[Claim] = []
        releases: list[Claim] = []
        for one, unique in self._edition.uniques:
            if one.id not in self._after.fields:
                continue
            claimed_by = unique.claimed or self._edition.opening
            claims_it = step in claimed_by
            closes = unique.within == "open" and state is not None and state.final
            asks = claims_it or step in (unique.refused or claimed_by)
            held, value = self._before.fields.get(one.id), self._after.fields[one.id]
            if not asks and not closes and value == held:
                continue
            claim = claim_of(one, unique, value)
            if held is not None:
                old = claim_of(one, unique, held)
                if old != claim and self._evidence.claimant(old) == number:
                    # Another value takes the place of the one that the case holds.
                    releases.append(old)
                    claims_it = asks = True
            holder = self._evidence.claimant(claim) if asks or closes else None
            if asks and holder not in (None, number):
                self._lack(
                    "{field} {value} belongs to {holder}: {why}",
                    unique.section or one.section,
                    field=one.id,
                    value=claim.key,
                    holder=holder,
                    why=unique.why or one.label or one.id,
                )
            if closes:
                # A closed case holds nothing; what it never held is another's to let go.
                releases += [claim] if holder == number else []
            elif claims_it and holder != number:
                claims.append(claim)
        self._step.claims, self._step.releases = tuple(claims), tuple(releases)

    def _posts(self) -> None:
        posts: list[Posting] = []
        asked = entries(self._edition, self._transition, self._step, self._after, self._lookup)
        for one in asked:
            post, account, key = one.post, one.account, one.key
            try:
                amount = one.amount(self._edition)
            except LacksValue as lacking:
                self._miss_name(lacking.name, post.section)
                continue
            if key is None:
                self._miss_name(account.key or "", post.section)
                continue
            if amount < 0:
                self._lack(
                    "the amount of an entry is not below nothing: {amount}", "", amount=amount
                )
                continue
            entry = amount if post.way == "in" else -amount
            before = self._evidence.balance(account.id, key)
            same = sum(p.amount for p in posts if (p.account, p.key) == (account.id, key))
            if entry < 0 and before + same + entry < account.floor:
                self._lack(
                    "the account {account} {key} holds {balance}, which {amount} would bring below"
                    " {floor}",
                    account.section,
                    account=account.id,
                    key=key,
                    balance=before + same,
                    amount=amount,
                    floor=account.floor,
                )
            posts.append(Posting(account.id, key, entry))
        self._step.posts = tuple(posts)

    def _signs(self) -> None:
        found: list[str] = []
        rejected = self._transition.rejects
        signs = self._edition.signs_of(self._transition)
        decision = APPROVE if rejected is None else REJECT
        missing: list[tuple[str, ZltrecError]] = []
        wanted = [(sign, self._is_needed(sign)) for sign in signs]
        if signs and all(needed is False for _sign, needed in wanted):
            self._lack("none of the offices that it names is the one to decide here", "")
        for sign in (one for one, needed in wanted if needed):
            action = sign.action or rejected or self._transition.id
            if sign.scope is not None and sign.scope not in self._after.fields:
                self._miss(self._edition.fields[sign.scope])
                continue
            scope = "" if sign.scope is None else str(self._after.fields[sign.scope])
            try:
                found.append(self._evidence.approval(sign, action, scope, decision, self._step.on))
            except Refused as error:
                missing.append((sign.section, error))
        # Any one of the offices may reject; each of them has to approve.
        if rejected is None or not found:
            for section, said in missing:
                self._lack("{said}", section, said=said)
        self._step.approvals = tuple(found)

    def _is_needed(self, sign: Sign) -> bool | None:
        """Whether a sign is needed; None if that cannot be told, for what is missing is named."""
        try:
            return sign.when is None or self._edition.condition(sign.when).holds(self._lookup)
        except LacksValue as lacking:
            self._miss_name(lacking.name, sign.section)
            return None
