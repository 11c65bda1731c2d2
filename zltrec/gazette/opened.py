"""One document while it is read, and what is made of it when it ends.

Holds its paragraphs until the next document begins. Nothing is invented:
without a notice there is no issuer and no day, and a day that stands alone
where no notice can own it is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zltrec.calendar.when import UNDATED, When
from zltrec.errors import BadUsage
from zltrec.gazette.attachments import AttachmentList
from zltrec.gazette.citations import collect_citations, read_citations
from zltrec.gazette.cuts import is_office
from zltrec.gazette.document import Finding, Paragraph, PrintedNotice, PrintedRoster
from zltrec.gazette.figures import find_contradictions
from zltrec.gazette.issuance import IssueDate, read_addressees, read_issue_date
from zltrec.gazette.rosters import read_rosters
from zltrec.gazette.titles import NoticeTitle, is_title_like, likeness, title_key

_ALIKE = 0.8
_DISTANT = 0.5
_LEAST_SHARE = 0.4
_MOST_SLIPPED = 2
_OWN_NUMBER = re.compile(r"\S{1,20}[〔\[［【（(]\d{4}[〕\]］】）)]第?\d{1,5}号")
_QUOTED = re.compile("“([^“”]{6,80})”")


class OpenedDocument:
    """A notice (`title` given) or a plan that stands without one."""

    def __init__(self, heading: Paragraph, title: NoticeTitle | None) -> None:
        self.heading = heading
        self.title = title
        self.plan_title = title.brings if title else heading.text
        self._paragraphs: list[Paragraph] = []
        self._plan_line = None if title else heading.line
        self._plan_at: int | None = None
        self._attachments = AttachmentList()
        self._findings: list[Finding] = []

    def take(self, paragraph: Paragraph, listed: bool) -> bool:
        """True if the paragraph is a title that belongs to this document: its plan's, or
        an attachment's, or a line of its list of attachments. `listed`: it is a line of a
        table of contents, and so none of these."""
        if listed:
            return False
        if self._attachments.take(paragraph):
            return True
        if self._plan_line is not None or self._attachments.begun or self.plan_title is None:
            return False
        return is_title_like(paragraph) and self._take_plan_title(paragraph)

    def add(self, paragraph: Paragraph) -> None:
        """Keeps the paragraph as part of this document."""
        self._paragraphs.append(paragraph)

    def close(self) -> Iterator[PrintedNotice | PrintedRoster | Finding]:
        """What the document says: itself, then rosters and findings by line."""
        if not self._paragraphs:
            params = (("title", self.heading.text),)
            yield Finding(
                self.heading.line,
                "title_without_text",
                "the title {title} stands alone, without a text; nothing was read from it",
                params,
            )
            return
        attachments, findings = self._attachments.close()
        issued_on, issuer = self._issue()
        yield PrintedNotice(
            line=self.heading.line,
            kind="notice" if self.title else "plan",
            title=self.heading.text,
            issuer=issuer,
            addressees=self._addressees(),
            issued_on=issued_on,
            plan_title=self.plan_title,
            plan_line=self._plan_line,
            attachments=attachments,
            cites=collect_citations([self.heading, *self._paragraphs], self._is_own),
        )
        self._findings += findings
        self._check_plan()
        self._find_slips()
        self._findings += find_contradictions(self._paragraphs)
        others: list[PrintedRoster | Finding] = [*self._findings]
        others += read_rosters(self._paragraphs, self.heading.text)
        yield from sorted(others, key=lambda other: other.line)

    def _take_plan_title(self, paragraph: Paragraph) -> bool:
        printed, expected = title_key(paragraph.text), title_key(self.plan_title or "")
        alike = likeness(printed, expected)
        part = expected.startswith(printed) and len(printed) >= _LEAST_SHARE * len(expected)
        if not part and alike < (_DISTANT if paragraph.level else _ALIKE):
            return False
        self._plan_line, self._plan_at = paragraph.line, len(self._paragraphs)
        if alike < _ALIKE and not part:
            params = (("printed", paragraph.text), ("title", self.plan_title))
            self._findings.append(
                Finding(
                    paragraph.line,
                    "plan_title",
                    "the plan is titled {printed} here, and {title} in its notice",
                    params,
                )
            )
        return True

    def _front(self) -> list[Paragraph]:
        """The notice itself, before its plan."""
        if self.title is None:
            return []
        return self._paragraphs if self._plan_at is None else self._paragraphs[: self._plan_at]

    def _addressees(self) -> tuple[str, ...]:
        for paragraph in self._front():
            text = paragraph.text
            if _OWN_NUMBER.fullmatch(text) or read_issue_date(text):
                continue
            return () if "如下" in text else read_addressees(paragraph)
        return ()

    def _issue(self) -> tuple[When, str | None]:
        """The day of issue and the issuer; other days that stand alone become findings."""
        issuer = self.title.issuer if self.title else None
        front = len(self._front())
        issued_on = UNDATED
        owned = False
        for at, paragraph in enumerate(self._paragraphs):
            found = read_issue_date(paragraph.text)
            if found is None or paragraph.cells:
                continue
            if at >= front or owned:
                self._findings.append(orphan_date(paragraph))
                continue
            owned = True
            issued_on = self._day(found, paragraph.line)
            if self.title and issuer is None:
                issuer = found.signed or self._signature(at)
        if self.title and not owned:
            params = (("title", self.heading.text),)
            self._findings.append(
                Finding(
                    self.heading.line, "undated_notice", "the notice {title} bears no date", params
                )
            )
        return issued_on, issuer

    def _day(self, found: IssueDate, line: int) -> When:
        try:
            return found.when()
        except BadUsage:
            params = (("printed", found.printed),)
            self._findings.append(
                Finding(
                    line,
                    "unreadable_date",
                    "{printed} is no day of the calendar; the notice stays undated",
                    params,
                )
            )
            return UNDATED

    def _signature(self, at: int) -> str | None:
        before = self._paragraphs[at - 1] if at else None
        if before is not None and is_title_like(before) and is_office(before.text):
            return before.text
        return None

    def _is_own(self, title: str) -> bool:
        key = title_key(title)
        own = (self.heading.text, self.plan_title or "")
        return key in map(title_key, own) or self._attachments.is_own(title)

    def _check_plan(self) -> None:
        if self.title is None:
            params = (("title", self.heading.text),)
            finding = Finding(
                self.heading.line,
                "plan_without_notice",
                "the plan {title} stands without a notice; none was invented for it",
                params,
            )
            self._findings.append(finding)
        elif self.plan_title is not None and self._plan_line is None:
            finding = Finding(
                self.heading.line,
                "absent_plan",
                "the notice brings {title}, but its text is not there",
                (("title", self.plan_title),),
            )
            self._findings.append(finding)

    def _find_slips(self) -> None:
        """Places that name this plan with a slip of a character or two."""
        if not self.plan_title:
            return
        own = title_key(self.plan_title)
        for paragraph in self._paragraphs:
            named = [found[1] for found in _QUOTED.finditer(paragraph.text)]
            if "《" in paragraph.text:
                named += [cited.title for cited in read_citations(paragraph.text)]
            for name in named:
                if _slips(title_key(name), own):
                    params = (("printed", name), ("title", self.plan_title))
                    self._findings.append(
                        Finding(
                            paragraph.line,
                            "plan_title",
                            "the plan is called {printed} here; its title is {title}",
                            params,
                        )
                    )


def orphan_date(paragraph: Paragraph) -> Finding:
    """The finding that a date stands alone and belongs to no document."""
    return Finding(
        paragraph.line,
        "orphan_date",
        "the date {printed} stands alone and belongs to no document",
        (("printed", paragraph.text),),
    )


def _slips(printed: str, own: str) -> bool:
    """Whether `printed` is `own` but for a character or two lost, added or changed."""
    shorter, longer = sorted((printed, own), key=len)
    if printed == own or len(longer) - len(shorter) > _MOST_SLIPPED:
        return False
    head = 0
    while head < len(shorter) and shorter[head] == longer[head]:
        head += 1
    tail = 0
    while tail < len(shorter) - head and shorter[-1 - tail] == longer[-1 - tail]:
        tail += 1
    changed = longer[head : len(longer) - tail]
    return (
        len(changed) <= _MOST_SLIPPED
        and len(shorter) - head - tail <= 1
        and not any(character.isdecimal() for character in changed)
    )
