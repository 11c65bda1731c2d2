"""Figures of one document that contradict each other.

Four checks, each of arithmetic alone and of no document in particular:
- a total of money with a count (656万元，… 26户), where a sum for each one
  stands in the same document and the total is far from their product;
- parts that do not quite make their whole (26户，其中 … 20户、… 5户);
- a range with a bound that excludes it (40—60平方米以下), or bounds the wrong
  way round (20人以上、10人以下);
- a period in brackets, and a deadline in the same paragraph that lies outside it.

Each finding names both lines. Figures are exact decimals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.periods import find_late_deadlines

_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_UNITS = "户|人次|人|个|套|栋|名|家|村|所|处|座|件|头|只|台|辆|间|亩"
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_MONEY = re.compile(rf"(?<![\d.])(?P<number>{_NUMBER})(?P<factor>[百千万亿]?)元")
_COUNT = re.compile(
    rf"(?<![\d.第])(?P<number>{_NUMBER})(?P<factor>[百千万]?)(?P<unit>{_UNITS})(?![均以])"
)
_EACH = re.compile(
    rf"每(?P<unit>{_UNITS})(?P<between>[^，。；：\d每]{{0,14}}?)"
    rf"(?P<number>{_NUMBER})(?P<factor>[百千万]?)元(?!/)"
)
_GIVEN = re.compile("补助|补贴|标准|救助|奖励|发放|资助|上限|给予|拨付|投资|资金|经费|安排|拨款")
_SENTENCE = re.compile("[^。；;！？]+")
_WHOLE = re.compile(
    rf"(?P<number>{_NUMBER})(?P<factor>[百千万]?)(?P<unit>{_UNITS})[，,（(]?其中[：:]?(?P<parts>[^。；;）)]*)"
)
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*[—–\-~～至]{{1,2}}\s*(?P<high>{_NUMBER})(?P<unit>[^\d\s，。；、（）()]{{1,4}}?)(?P<bound>以下|以上)"
)
_BOUNDS = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_factor>[百千万亿]?)(?P<unit>[^\d\s，。；、（）()]{{1,4}}?)以上[、，,]?"
    rf"(?P<high>{_NUMBER})(?P<high_factor>[百千万亿]?)(?P=unit)以下"
)
_FAR = Decimal(3)
_NEARLY = Decimal("0.75")
_AROUND = 16
_MOST_RATES = 200


class _Rate(NamedTuple):
    """A sum of money for each one: the unit, the sum in yuan, where it stands."""

    unit: str
    amount_yuan: Decimal
    printed: str
    line: int


def find_contradictions(paragraphs: Iterable[Paragraph]) -> list[Finding]:
    """What contradicts itself among the paragraphs of one document, by line."""
    kept = [
        (one.line, "".join(unicodedata.normalize("NFKC", one.text).split()).replace(",", "，"))
        for one in paragraphs
        if not one.cells and any(character.isdecimal() for character in one.text)
    ]
    rates = [rate for line, text in kept for rate in _read_rates(line, text)][:_MOST_RATES]
    findings: list[Finding] = []
    for line, text in kept:
        if rates:
            findings += _check_totals(line, text, rates)
        if "其中" in text:
            findings += _check_parts(line, text)
        if "以下" in text or "以上" in text:
            findings += _check_bounds(line, text)
        findings += find_late_deadlines(line, text)
    return sorted(findings, key=lambda finding: finding.line)


def _read_rates(line: int, text: str) -> Iterator[_Rate]:
    if "元" not in text:
        return
    for found in _EACH.finditer(text):
        around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        if _GIVEN.search(around):
            amount = _value(found["number"], found["factor"])
            yield _Rate(found["unit"], amount, found[0], line)


def _check_totals(line: int, text: str, rates: list[_Rate]) -> Iterator[Finding]:
    """A total of money and a count in one sentence, against what each one gets."""
    for sentence in _SENTENCE.findall(text):
        sums = list(_MONEY.finditer(sentence))
        counts = list(_COUNT.finditer(sentence))
        if len(sums) != 1 or len(counts) != 1 or _EACH.search(sentence):
            continue
        if not _GIVEN.search(sentence):
            continue
        count, total = counts[0], sums[0]
        fitting = [rate for rate in rates if rate.unit == count["unit"]]
        number, amount = (
            _value(count["number"], count["factor"]),
            _value(total["number"], total["factor"]),
        )
        if not fitting or not number or not amount:
            continue
        ratios = [amount / (number * rate.amount_yuan) for rate in fitting if rate.amount_yuan]
        if not ratios or any(1 / _FAR <= ratio <= _FAR for ratio in ratios):
            continue
        nearest = min(fitting, key=lambda rate: abs(amount - number * rate.amount_yuan))
        yield Finding(
            line,
            "contradiction",
            "{total} for {count} is {ratio} times what {each} (line {other}) makes: {product} yuan",
            (
                ("total", total[0]),
                ("count", count[0]),
                ("ratio", _plain(amount / (number * nearest.amount_yuan))),
                ("each", nearest.printed),
                ("other", nearest.line),
                ("product", _plain(number * nearest.amount_yuan)),
            ),
        )


def _check_parts(line: int, text: str) -> Iterator[Finding]:
    """A count and its parts, of the same unit."""
    for whole in _WHOLE.finditer(text):
        number = _value(whole["number"], whole["factor"])
        parts = [
            _value(part["number"], part["factor"])
            for part in _COUNT.finditer(whole["parts"])
            if part["unit"] == whole["unit"]
        ]
        total = sum(parts, Decimal(0))
        # parts need not be all: a sum far below the whole is no contradiction
        if len(parts) < 2 or total == number or total < _NEARLY * number:
            continue
        yield Finding(
            line,
            "contradiction",
            "the parts in {printed} make {total}, not {number}",
            (("printed", whole[0]), ("total", _plain(total)), ("number", _plain(number))),
        )


def _check_bounds(line: int, text: str) -> Iterator[Finding]:
    for found in _RANGE.finditer(text):
        if Decimal(found["low"]) < Decimal(found["high"]):
            params = (("printed", found[0]), ("bound", found["bound"]))
            yield Finding(
                line,
                "contradiction",
                "{printed} gives a range and, with {bound}, a bound that excludes it",
                params,
            )
    for found in _BOUNDS.finditer(text):
        low = _value(found["low"], found["low_factor"])
        if low > _value(found["high"], found["high_factor"]):
            yield Finding(
                line,
                "contradiction",
                "in {printed} the lower bound is above the upper one",
                (("printed", found[0]),),
            )


def _value(number: str, factor: str) -> Decimal:
    return Decimal(number) * _FACTORS[factor]


def _plain(number: Decimal) -> str:
    rounded = number.quantize(Decimal("0.01")) if number < 100 else number.quantize(Decimal(1))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
