"""The checks of conditions: names and types by compiling, texts by what could be equal to them.

CEL knows types, but not that a choice is never "C" where its choices are "C级"
and "D级", nor what keys the records of a list have: a look at the tokens of the
condition finds both. It is a light look: what it does not understand, it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zltrec.errors import CheckFailed
from zltrec.procedure.conditions import BOOL, BadCondition, Vocabulary
from zltrec.procedure.definition import Field
from zltrec.procedure.filings import is_of_items
from zltrec.procedure.lines import Path
from zltrec.procedure.source import nearest
from zltrec.procedure.survey import Survey, is_nameable, no_field, personal
from zltrec.procedure.texts import Texts, Wording

_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<other>[=!<>]=|&&|\|\||\S)"
)
_READ_BY = (["timestamp", "("], ["has", "("])
_MACROS = ("all", "exists", "exists_one", "filter", "map")


class _Token(NamedTuple):
    kind: str
    text: str


def check_condition(
    survey: Survey,
    path: Path,
    text: str,
    over: str | None = None,
    expected: str = BOOL,
    lines: tuple[str, ...] | None = None,
) -> None:
    """One condition: on a case, on a list's records (`over`), or on measures (`lines` is given).

    `lines` are the numbers of the form's lines; empty where there is no form.
    """
    edition = survey.edition
    vocabulary = edition.on_summary if lines is not None else edition.over(over)
    wording = Wording(survey, over, lines)
    tokens = list(_tokens(text))
    variables = _variables(tokens, wording)
    names = {_resolved(token.text, variables) for token in tokens if token.kind == "name"}
    private = [name for name in names if name in wording.personal]
    _check_due(survey, path, names)
    for name in private:
        survey.add(path, personal(name.replace("[].", ".")))
    for name in names:
        list_id, inner, key = name.partition("[].")
        if inner and name not in wording.keys:
            keys = [one.split("[].")[1] for one in wording.keys if one.startswith(f"{list_id}[]")]
            survey.add(path, no_field(key, keys))
    for name, allowed, found in _compared(tokens, variables, wording):
        if found not in allowed.texts:
            survey.add(path, allowed.wrong(name, found))
    for name in _bare_times(tokens, variables, wording):
        survey.add(
            path,
            CheckFailed("{name} is a time in a record; write timestamp({name})", name=name),
        )
    if not private:
        _compile(survey, path, text, vocabulary, expected)


def _check_due(survey: Survey, path: Path, names: set[str]) -> None:
    """That `due.CLOCK` and `readings.ID` are such as a case can know."""
    clocks = {one.id: one for one in survey.definition.clocks}
    asked = {one.id for one in survey.definition.readings if one.at}
    for name in names:
        head, _dot, rest = name.partition(".")
        if head == "due" and rest in clocks and is_of_items(clocks[rest]):
            survey.add(
                path,
                CheckFailed("clock {clock} is owed by no case, so nothing is due", clock=rest),
            )
        if head == "due" and rest in clocks and clocks[rest].undated:
            survey.add(
                path,
                CheckFailed("clock {clock} is undated, so nothing is ever due", clock=rest),
            )
        if head == "readings" and rest in asked:
            survey.add(
                path,
                CheckFailed(
                    "{reading} is asked at steps, so a condition names it without readings.",
                    reading=rest,
                ),
            )


def _compile(survey: Survey, path: Path, text: str, vocabulary: Vocabulary, expected: str) -> None:
    try:
        condition = vocabulary.compile(text, expected)
    except BadCondition as error:
        name = str(error.params.get("name", ""))
        if any(not is_nameable(one.id) and one.id == name for one in survey.fields.values()):
            return  # The id has been found wrong already.
        types = str(error.params.get("types", ""))
        if "double" in types and "int" in types:
            error = BadCondition(
                "{operator} does not fit the types {types} in {condition}; a number that is "
                "compared with decimals, or with measures, is written with a point (60.0)",
                **error.params,
            )
        meant = nearest(name, vocabulary.types) if name else None
        if meant:
            error = BadCondition(
                "there is no {name} that {condition} could use; did you mean {meant}?",
                name=name,
                condition=text,
                meant=meant,
            )
        survey.add(path, error)
        return
    for name in condition.names:
        if name.startswith("figures."):
            survey.used_figures.add(name.removeprefix("figures."))


def check_sum(survey: Survey, path: Path, text: str, over: str | None) -> None:
    """What is summed: a field (or `item.FIELD`) with a number, or an integer expression."""
    field = plain_fields(survey, over).get(text)
    if field is None:
        check_condition(survey, path, text, over, "int")
    elif field.personal:
        survey.add(path, personal(text))
    elif field.type not in ("integer", "decimal", "money"):
        survey.add(
            path,
            CheckFailed("{field} is of type {type}, no number to sum", field=text, type=field.type),
        )


def plain_fields(survey: Survey, over: str | None) -> dict[str, Field]:
    """The fields that a ledger or measure may name as they are, for their exact values."""
    found = dict(survey.fields)
    if over in survey.fields:
        found |= {f"item.{one.id}": one for one in survey.edition.parts_of(str(over))}
    return found


def names_of(text: str, root: str) -> list[str]:
    """The names under a root (`tables`) that a condition uses."""
    names = (token.text.split(".") for token in _tokens(text) if token.kind == "name")
    return [name[1] for name in names if name[0] == root and len(name) > 1]


def words_of(text: str) -> list[str]:
    """The names in a condition as they are written, a macro's variables included."""
    return [token.text for token in _tokens(text) if token.kind == "name"]


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        yield _Token(kind, match[0][1:-1] if kind == "text" else match[0])


def _variables(tokens: list[_Token], wording: Wording) -> dict[str, str]:
    """The variables of macros over list fields (`hazards.exists(h, …)`): whose record each is."""
    found = {}
    for index in range(len(tokens) - 3):
        name, bracket, variable, comma = tokens[index : index + 4]
        list_id, _dot, macro = name.text.rpartition(".")
        if (
            macro in _MACROS
            and list_id in wording.lists
            and (bracket.text, comma.text) == ("(", ",")
            and variable.kind == "name"
        ):
            found[variable.text] = list_id
    return found


def _resolved(name: str, variables: dict[str, str]) -> str:
    """A name with a macro's variable replaced by the list that it runs over (`hazards[].kind`)."""
    first, dot, rest = name.partition(".")
    if dot and first in variables:
        key = rest if rest.startswith("filing.") else rest.split(".")[0]
        return f"{variables[first]}[].{key}"
    return name


def _bare_times(tokens: list[_Token], variables: dict[str, str], wording: Wording) -> Iterator[str]:
    """The dates and moments of records that stand alone: in a record, a time is its text."""
    for index, token in enumerate(tokens):
        field = wording.records.get(_resolved(token.text, variables))
        if field is None or token.kind != "name" or field.type not in ("date", "moment"):
            continue
        if [one.text for one in tokens[max(0, index - 2) : index]] not in _READ_BY:
            yield token.text


def _compared(
    tokens: list[_Token], variables: dict[str, str], wording: Wording
) -> Iterator[tuple[str, Texts, str]]:
    """The texts that something is compared with: its name, what it may be, the text."""

    def allowed(token: _Token, members: bool) -> Texts | None:
        if token.kind != "name":
            return None
        return (wording.members if members else wording.values).get(
            _resolved(token.text, variables)
        )

    for index, token in enumerate(tokens[:-2]):
        relation, other = tokens[index + 1 : index + 3]
        if relation.text in ("==", "!=") and relation.kind == "other":
            for name, text in ((token, other), (other, token)):
                texts = allowed(name, members=False)
                if texts and text.kind == "text":
                    yield name.text, texts, text.text
        elif relation.text == "in" and token.kind == "text":
            texts = allowed(other, members=True)
            if texts:
                yield other.text, texts, token.text
        elif relation.text == "in" and other.text == "[" and other.kind == "other":
            texts = allowed(token, members=False)
            for one in tokens[index + 3 :]:
                if one.text == "]" and one.kind == "other":
                    break
                if texts and one.kind == "text":
                    yield token.text, texts, one.text
        elif relation.text == "[" and other.kind == "text":
            texts = allowed(token, members=True)
            if texts:
                yield token.text, texts, other.text
