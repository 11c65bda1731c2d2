"""A case as a page for people: what it is, what it holds, what happened, what may come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zltrec.cli.labels import standing
from zltrec.cli.messages import _
from zltrec.export.formats import as_json


def case_page(answer: dict[str, Any]) -> str:
    """The page of what `projections.case_rows.case_answer` says."""
    return "\n".join(_lines(answer))


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    state = answer["state_label"] or _("taken back")
    yield _("{number}: {title}, edition {edition}; state: {state}").format(
        number=answer["number"], title=answer["title"], edition=answer["edition"], state=state
    )
    if answer["in_force"] != answer["edition"]:
        yield _("edition {edition} is in force; the next step is judged by it").format(
            edition=answer["in_force"]
        )
    yield from _block(_("Values"), _values(answer))
    yield from _block(_("Tables"), _tables(answer))
    yield from _block(
        _("Files"), (f"{one['on']}  {one['kind']}: {one['name']}" for one in answer["files"])
    )
    yield from _block(_("History"), _history(answer))
    yield from _block(
        _("Approvals"),
        (
            f"{one['on']}  {one['id']}  {one['decision']} {one['action']}  {one['office']}"
            f"{'@' + one['scope'] if one['scope'] else ''}  {one['officer']} ({one['grade']})"
            for one in answer["approvals"]
        ),
    )
    yield from _block(
        _("Due"),
        (
            f"{one['due_on'] or '—'}  {one['what']}  {one['office']}  {standing(one['status'])}"
            for one in answer["due"]
        ),
    )
    yield from _block(_("Possible now"), _steps(answer))


def _block(head: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{head}:"
        yield from (f"  {line}" for line in found)


def _values(answer: dict[str, Any]) -> Iterator[str]:
    for name, value in answer["fields"].items():
        shown = as_json(value) if isinstance(value, list | dict) else value
        if isinstance(value, bool):
            shown = "是" if value else "否"
        yield f"{answer['labels'][name]} ({name}): {shown}"


def _tables(answer: dict[str, Any]) -> Iterator[str]:
    for table in answer["tables"].values():
        because = "; ".join(
            f"{row['row']} ({row['section']})" if row["section"] else row["row"]
            for row in table["because"]
        )
        result = table["result"]
        result = "、".join(result) if isinstance(result, list) else result
        yield f"{table['label']}: {result}" + (f"  ← {because}" if because else "")


def _history(answer: dict[str, Any]) -> Iterator[str]:
    for one in answer["history"]:
        what = one["label"] or one["transition"] or one["kind"]
        arrow = f" → {one['to_label']}" if one["to"] else ""
        gone = "" if one["standing"] else "  ✗ " + _("taken back")
        if one["kind"] == "reversed":
            what = _("taken back: {step}").format(step=what)
        if one["kind"] == "amended":
            what = _("corrected: {fields}").format(fields=", ".join(one["changed"]))
        reason = f"  ({one['reason']})" if one["reason"] else ""
        on = one["on"] or one["recorded_at"][: len("2022-06-03")]
        yield f"{one['position']}  {on}  {what}{arrow}{reason}  {one['actor']}{gone}"


def _steps(answer: dict[str, Any]) -> Iterator[str]:
    for one in answer["steps"]:
        needs = [*one["fields"], *one["files"], *(f"✍ {office}" for office in one["signs"])]
        asks = f"  [{', '.join(needs)}]" if needs else ""
        section = f"  ({one['section']})" if one["section"] else ""
        yield f"{one['id']}: {one['label']} → {one['to_label']}{asks}{section}"
