"""The way in: global options, and errors to one line and an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from zltrec import __version__
from zltrec.cli.commands import LazyGroup
from zltrec.cli.labels import file_reason
from zltrec.cli.messages import (
    LANGUAGES,
    _,
    choose_language,
    said_line,
    speak,
    write_json_lines,
)
from zltrec.cli.session import Session, decode_bytes
from zltrec.errors import Unreadable, ZltrecError

_COMPLETE = "_ZLTREC_COMPLETE"
_LOG_FORMAT = "ZLTREC_LOG_FORMAT"
_LOG_FORMATS = ("text", "json")


def program() -> click.Group:
    """The root command, its help in the language that is spoken now."""

    @click.group(
        cls=LazyGroup,
        help=_("Records of a city archive office, kept as events that prove themselves."),
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": None},
    )
    @click.version_option(__version__, prog_name="zltrec", message="%(prog)s %(version)s")
    @click.option(
        "--store",
        type=click.Path(path_type=Path),
        envvar="ZLTREC_STORE",
        metavar="DIR",
        help=_("The store's folder, or one that holds it; else the nearest here or above."),
    )
    @click.option(
        "--actor",
        envvar="ZLTREC_ACTOR",
        metavar="OFFICER",
        help=_("Who acts; else the login name. Recorded as claimed."),
    )
    @click.option(
        "--lang", type=click.Choice(LANGUAGES), help=_("Language of messages; else by locale.")
    )
    @click.option("--quiet", is_flag=True, help=_("No notes and no bars on stderr."))
    @click.option(
        "--log-format",
        type=click.Choice(_LOG_FORMATS),
        envvar=_LOG_FORMAT,
        default=_LOG_FORMATS[0],
        help=_("What is said on stderr: text, or JSON, one object a line."),
    )
    @click.option("--debug", is_flag=True, help=_("Show where an error comes from."))
    @click.pass_context
    def zltrec(
        context: click.Context,
        store: Path | None,
        actor: str | None,
        lang: str | None,
        quiet: bool,
        log_format: str,
        debug: bool,
    ) -> None:
        if context.obj is None:
            context.obj = Session()
            context.call_on_close(context.obj.close)
        session: Session = context.obj
        session.store, session.actor = store, actor
        session.quiet, session.debug = quiet, debug

    return zltrec


def main() -> None:
    """Runs one command and ends the process with its exit code."""
    arguments = sys.argv[1:]
    _open_missing()
    speak(choose_language(_asked(arguments, "--lang")))
    log_format = _asked(arguments, "--log-format") or os.environ.get(_LOG_FORMAT)
    write_json_lines(log_format == _LOG_FORMATS[1])
    session = Session()
    code = _run(arguments, session)
    # Not before an error has let go of what it stopped: readers end while the store is open.
    session.close()
    sys.exit(code)


def _run(arguments: list[str], session: Session) -> int:
    """Runs one command; its exit code, the error said.

    What `click.Group.main` does, but that a closed pipe is no error and Ctrl-C ends with 130.
    """
    try:
        _check_encoding(arguments)
        root = program()
        if _COMPLETE in os.environ:
            root.main(arguments, prog_name="zltrec", complete_var=_COMPLETE)
        with root.make_context("zltrec", list(arguments), obj=session) as context:
            root.invoke(context)
        sys.stdout.flush()
        if session.note:
            session.say(session.note)
        return 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        return _complain(_("Aborted!"), 1)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return _complain(_one_line(error), error.exit_code)
    except ZltrecError as error:
        _show_origin(arguments)
        return _complain(say_error(error), error.exit_code)
    except BrokenPipeError:
        # Whoever read our output wanted no more of it; that is no failure of ours.
        _drop_output()
        return 0
    except KeyboardInterrupt:
        return _complain(_("interrupted; what was not finished was not written"), 130)
    except OSError as error:
        _show_origin(arguments)
        _drop_output()
        return _complain(_unusable(error), Unreadable.exit_code)
    except Exception as error:
        _show_origin(arguments)
        if type(error).__module__ == "sqlite3":
            return _complain(
                _("the projections cannot be read ({error}); delete {file} beside the log").format(
                    error=file_reason(error), file="views.sqlite"
                ),
                Unreadable.exit_code,
            )
        return _complain(
            _("unexpected: {kind}: {error}; run it again with --debug to see where").format(
                kind=type(error).__name__, error=" ".join(str(error).split())
            ),
            Unreadable.exit_code,
        )


def _open_missing() -> None:
    """Gives a process that was started without a stream (`>&-`) an empty one."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, for good
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def say_error(error: ZltrecError) -> str:
    """An error's message in the language that is spoken, its parameters' messages too."""
    parameters = {name: _said(value) for name, value in error.params.items()}
    if "reason" in parameters:
        parameters["reason"] = file_reason(parameters["reason"])
    return _(error.template).format(**parameters)


def _said(value: object) -> object:
    """What fills a message: another message, or several, in the language that is spoken."""
    if isinstance(value, ZltrecError):
        return say_error(value)
    if isinstance(value, tuple):
        return "; ".join(str(_said(one)) for one in value)
    return value


def _complain(message: str, code: int) -> int:
    click.echo(said_line("error", " ".join(message.split()), code=code), err=True)
    return code


def _one_line(error: click.ClickException) -> str:
    said = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None:
        return said
    return _("{said} See `{command} --help`.").format(
        said=said if said.endswith((".", "。", "?", "？")) else said + ".",
        command=context.command_path,
    )


def _unusable(error: OSError) -> str:
    reason = file_reason(error.strerror or str(error))
    if error.filename is None:
        return _(
            "the output cannot be written: {reason}; what was recorded before that stands"
        ).format(reason=reason)
    return _("{path} cannot be read or written: {reason}").format(
        path=error.filename, reason=reason
    )


def _drop_output() -> None:
    """Lets what is still to be printed go nowhere, so that the end of the process cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check_encoding(arguments: list[str]) -> None:
    """Raises Unreadable where an argument or a variable of ours is no UTF-8."""
    given = {_("argument {number}").format(number=n): a for n, a in enumerate(arguments, start=1)}
    given |= {name: value for name, value in os.environ.items() if name.startswith("ZLTREC_")}
    for name, value in given.items():
        if not value.isascii():
            decode_bytes(os.fsencode(value), name)


def _asked(arguments: list[str], option: str) -> str | None:
    """What is asked for by an option that counts before any is read."""
    for n, argument in enumerate(arguments):
        if argument == option and n + 1 < len(arguments):
            return arguments[n + 1]
        if argument.startswith(f"{option}="):
            return argument.removeprefix(f"{option}=")
    return None


def _show_origin(arguments: list[str]) -> None:
    if "--debug" in arguments:
        import traceback

        traceback.print_exc()
