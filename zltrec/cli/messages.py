"""The message catalogue: every sentence for people, in Chinese or English.

gettext's own global domain is used, so that click's sentences come out of the
same catalogue. The documents' own words are data and never pass through here.
"""

from __future__ import annotations

import gettext
import json
import os
from datetime import UTC, datetime
from pathlib import Path

DOMAIN = "zltrec"
FOLDER = Path(__file__).parent.parent / "translations"
LANGUAGES = ("zh", "en")

_ = gettext.gettext
ngettext = gettext.ngettext
pgettext = gettext.pgettext


def N_(message: str) -> str:
    """Marks a message for the catalogue that is translated later."""
    return message


def choose_language(asked: str | None) -> str:
    """The language to speak: as asked, else by ZLTREC_LANG and the locale; English otherwise."""
    for name in (asked, *map(os.environ.get, ("ZLTREC_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))):
        if name:
            return "zh" if name.lower().startswith("zh") else "en"
    return "en"


def speak(language: str) -> None:
    """Lets all messages from now on be of this language."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)


_json_lines = False


def write_json_lines(asked: bool) -> None:
    """Lets what is said on stderr be JSON from now on, one object a line."""
    global _json_lines
    _json_lines = asked


def says_json_lines() -> bool:
    """Whether it is."""
    return _json_lines


def said_line(level: str, message: str, **more: object) -> str:
    """A line for stderr: the message as it is, or with `level`, time (UTC) and more as JSON."""
    if not _json_lines:
        return f"zltrec: {message}" if level == "error" else message
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"time": now, "level": level, **more, "message": message}
    return json.dumps(line, ensure_ascii=False)


# click's own sentences that our users meet; click asks gettext for them.
CLICK_MESSAGES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("default: {default}"),
    N_("required"),
    N_("Missing command."),
    N_("Missing argument {name}."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("No such option: {name}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{name} {filename!r} does not exist."),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1
    ),
    ngettext(
        "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1
    ),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    N_("{value} is not in the range {range}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("Option {name!r} does not take a value."),
    N_("Error: {message}"),
    N_("Aborted!"),
)
