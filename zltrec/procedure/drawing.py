"""A procedure drawn: its states and steps as a Mermaid diagram, its steps as rows of a table.

Both are made from the definition alone, in its order and its words, so that
the same text always gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zltrec.procedure.definition import Definition, Sign, Transition, Wait
from zltrec.procedure.part import Named

# What Mermaid takes for a word of its own; a state of such a name gets a mark behind it.
_WORDS = (
    "state note end class classdef style click href direction default acctitle accdescr scale root"
)
# Mermaid reads these before it reads a label; it takes any character as #code;.
_CODES = {ord(mark): f"#{ord(mark)};" for mark in '"#;:<>&%`*\\'} | dict.fromkeys((9, 10, 13), " ")
_START_END = "[*]"


def as_mermaid(definition: Definition) -> str:
    """The states and steps as a `stateDiagram-v2`; each step with its label, office and section."""
    lines = ["stateDiagram-v2"]
    for state in definition.states:
        lines.append(f'    state "{_escaped(state.label or state.id)}" as {_node(state.id)}')
    for step in definition.transitions:
        told = (step.label or step.id, step.by, step.section)
        label = " · ".join(_escaped(text) for text in told if text)
        for start in [_node(one) for one in step.from_] or [_START_END]:
            end = start if step.to is None else _node(step.to)
            lines.append(f"    {start} --> {end} : {label}")
    for state in definition.states:
        if state.final:
            lines.append(f"    {_node(state.id)} --> {_START_END}")
    return "\n".join(lines) + "\n"


def step_rows(definition: Definition) -> list[dict[str, Any]]:
    """The steps as the document lists them: who does what, when, with what, and what follows.

    Keys: id, label, from, to, by, when, needs, signs, wait, section; each a text.
    """
    words = _Words(definition)
    return [
        {
            "id": step.id,
            "label": step.label,
            "from": "、".join(words.states[one] for one in step.from_),
            "to": "" if step.to is None else words.states[step.to],
            "by": words.office(step.by, step.scope),
            "when": "；".join(rule.why or rule.that for rule in step.when),
            "needs": "、".join((*(words.fields[one] for one in step.fields), *step.files)),
            "signs": "；".join(words.approvals(step)),
            "wait": "；".join(words.wait(one) for one in step.wait),
            "section": step.section,
        }
        for step in definition.transitions
    ]


class _Words:
    """What the document calls the parts of a procedure, by id."""

    def __init__(self, definition: Definition) -> None:
        self.states = _labels(definition.states)
        self.steps = _labels(definition.transitions)
        self.fields = _labels((*definition.fields, *definition.readings))
        self._figures = {one.id: one for one in definition.figures}

    def office(self, office: str, scope: str | None) -> str:
        """An office; where there are several, with the field that says which."""
        if scope is None:
            return office
        return f"{office}@{self.fields[scope]}" if office else self.fields[scope]

    def approvals(self, step: Transition) -> Iterable[str]:
        """The approvals that a step needs, or the one whose rejection it needs."""
        if step.rejects is not None:
            yield f"rejects {self.steps[step.rejects]}"
        for sign in step.signs:
            yield self._approval(sign)

    def _approval(self, sign: Sign) -> str:
        told = [f"{self.office(sign.office, sign.scope)} {sign.grade}"]
        if sign.action is not None:
            told.append(f"action {sign.action}")
        for key, steps in (("apart", sign.apart), ("same", sign.same)):
            if steps:
                told.append(f"{key} {'、'.join(self.steps[one] for one in steps)}")
        if sign.when is not None:
            told.append(f"when {sign.when}")
        return ", ".join(told)

    def wait(self, wait: Wait) -> str:
        """What a step waits for, and how long after that."""
        working = wait.working_days is not None
        length = wait.working_days if working else wait.days
        unit = "working_days" if working else "days"
        if isinstance(length, str):
            figure = self._figures[length]
            length = figure.value or figure.label or figure.id
            if figure.unit and ("工作" in figure.unit) == working:
                return f"{self.steps[wait.after]} + {length}{figure.unit}"
        return f"{self.steps[wait.after]} + {length} {unit}"


def _labels(parts: Iterable[Named]) -> dict[str, str]:
    return {one.id: one.label or one.id for one in parts}


def _node(state: str) -> str:
    return f"{state}_" if state.lower() in _WORDS.split() else state


def _escaped(text: str) -> str:
    return text.translate(_CODES)
