"""How a verification is printed: as an answer, as lines, or by the four properties.

The four properties are what Chinese archives ask of electronic records
(DA/T 70-2018, 文书类电子档案检测一般要求: 真实性, 完整性, 可用性, 安全性).
"""

from __future__ import annotations

import base64
from typing import Any

import click

from zltrec.audit.findings import Findings
from zltrec.cli.main import say_error
from zltrec.cli.messages import N_, _

# Which kinds of fault speak against which property.
PROPERTIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "authenticity": (
        N_("authenticity (真实性)"),
        ("leaf", "seal", "approval", "step", "moment", "report"),
    ),
    "integrity": (
        N_("integrity (完整性)"),
        ("gap", "head", "version", "register", "file", "private"),
    ),
    "usability": (N_("usability (可用性)"), ("state", "projection")),
    "safety": (N_("safety (安全性)"), ()),
}
PASSED, FAILED, NOT_CHECKED = N_("passed"), N_("failed"), N_("not checked")


def as_answer(found: Findings) -> dict[str, Any]:
    """The findings as the JSON object of `audit verify`."""
    counted = [one for one in found.approvals if not one.change]
    return {
        "events": found.events,
        "root": base64.b64encode(found.root).decode(),
        "sealed": found.sealed,
        "unsealed": found.events - found.sealed,
        "seals": [
            {"size": s.size, "key": s.fingerprint, "officer": s.officer} for s in found.seals
        ],
        "approvals": len(counted),
        "doubtful": sum(one.valid == "doubtful" for one in counted),
        "files": found.files,
        "not_checked": _not_checked(found),
        "faults": [
            {"position": f.position, "kind": f.kind, "message": say_error(f.error)}
            for f in found.faults
        ],
    }


def print_lines(found: Findings, answer: dict[str, Any]) -> None:
    """The findings as lines."""
    click.echo(_("{events} events, root {root}").format(**answer))
    click.echo(_("sealed: {sealed} events; not sealed: {unsealed}").format(**answer))
    for seal in found.seals:
        whose = (
            _("{officer}'s enrolled key").format(officer=seal.officer)
            if seal.officer
            else _("a key that nobody has enrolled")
        )
        click.echo(
            "  "
            + _("a seal over {size} events by {key}, {whose}").format(
                size=seal.size, key=seal.fingerprint, whose=whose
            )
        )
    keys = sum(one.grade == "key" for one in found.approvals if not one.change)
    click.echo(
        _("{approvals} approvals: {keys} by key ({doubtful} doubtful), {papers} on paper").format(
            keys=keys, papers=answer["approvals"] - keys, **answer
        )
    )
    click.echo(_("{files} files").format(files=found.files))
    for item in answer["not_checked"]:
        click.echo(_("not checked: {item}").format(item=item))
    _print_faults(answer["faults"])


def print_report(found: Findings, answer: dict[str, Any]) -> None:
    """The findings by the four properties; what was not checked is never shown as passed."""
    click.echo(_("{events} events, root {root}").format(**answer))
    for name, (title, kinds) in PROPERTIES.items():
        faults = [one for one in answer["faults"] if one["kind"] in kinds]
        click.echo(f"\n{_(title)}: {_(_outcome(name, found, faults))}")
        for line in _grounds(name, found, answer):
            click.echo(f"  {line}")
        _print_faults(faults, quiet=True)
    click.echo("\n" + _("What was not checked:"))
    for item in answer["not_checked"]:
        click.echo(f"  {item}")


def _outcome(name: str, found: Findings, faults: list[dict[str, Any]]) -> str:
    if faults:
        return FAILED
    if name == "safety":
        return NOT_CHECKED  # who may enter the machine is nothing that a log can show
    if name == "authenticity" and (found.unread or _vouched(found) < found.events):
        return NOT_CHECKED
    if name in ("integrity", "usability") and found.not_checked:
        return NOT_CHECKED
    return PASSED


def _vouched(found: Findings) -> int:
    """How many events are covered by a kept seal of an enrolled officer's key."""
    return max((seal.size for seal in found.seals if seal.officer is not None), default=0)


def _grounds(name: str, found: Findings, answer: dict[str, Any]) -> list[str]:
    if name == "authenticity":
        return [
            _("sealed: {sealed} events; not sealed: {unsealed}").format(**answer),
            _("events under a kept seal of an enrolled key: {count}").format(count=_vouched(found)),
        ]
    if name == "integrity" and found.unread:
        return []
    if name == "integrity":
        return [
            _("{events} events without gaps, {files} files by digest").format(**answer)
            if not answer["faults"]
            else _("{count} faults in all").format(count=len(answer["faults"]))
        ]
    if name == "usability":
        if found.not_checked:
            return []
        return [_("states and projections rebuilt from the log")]
    return [
        _(
            "access to the machine and its copies is outside the log; keep seals and backups"
            " elsewhere"
        )
    ]


def _not_checked(found: Findings) -> list[str]:
    items = [say_error(item) for item in found.not_checked]
    if found.sealed < found.events:
        items.append(
            _(
                "events {first} to {last}: no seal covers them, so their rewriting would not show"
            ).format(first=found.sealed + 1, last=found.events)
        )
    if found.seals:
        items.append(
            _(
                "seals: only a seal and a key from outside the store show a rewriting of"
                " everything: audit check-seal FILE --key FILE.pub"
            )
        )
    if found.open:
        items.append(_("approvals by key: this is an open store, without a registrar"))
    return items


def _print_faults(faults: list[dict[str, Any]], *, quiet: bool = False) -> None:
    for fault in faults:
        where = fault["kind"]
        if fault["position"] is not None:
            where = _("position {position}").format(position=fault["position"])
        click.echo(_("FAULT: {where}: {message}").format(where=where, message=fault["message"]))
    if not faults and not quiet:
        click.echo(_("no fault was found"))
