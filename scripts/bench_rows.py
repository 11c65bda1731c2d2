"""The rows of scripts/bench: each a ratio of whole processes, or against a floor in this process.

Two commands are run in turn, A B A B …, and the median of the pairwise ratios is
what counts: a machine's speed drifts, a ratio much less. Peak memory is what
the operating system accounts to the finished process.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BIN = TOP / ".venv" / "bin"
PYTHON = str(BIN / "python")
ZLTREC = str(BIN / "zltrec")
QUICK = "--quick" in sys.argv


def main() -> None:
    """Runs the rows that are named, or all."""
    # They use what stands here.
    from bench_cases import bench_cases, bench_condition
    from bench_exports import bench_exports
    from bench_filings import bench_filings

    rows: dict[str, Callable[[Path], None]] = {
        "help": bench_help,
        "add": bench_add,
        "import": bench_import,
        "verify": bench_verify,
        "approvals": bench_approvals,
        "cases": bench_cases,
        "condition": bench_condition,
        "filings": bench_filings,
        "exports": bench_exports,
    }
    named = [name for name in sys.argv[1:] if not name.startswith("--")] or list(rows)
    print(f"{'row':<44} {'ratio':>8}  {'goal':<12} figures")
    for name in named:
        with tempfile.TemporaryDirectory(prefix="zltrec-bench-") as folder:
            rows[name](Path(folder))


def bench_help(folder: Path) -> None:
    """`zltrec --help` against a bare import of click."""
    ours, peer = [ZLTREC, "--help"], [PYTHON, "-c", "import click"]
    ratio, a, b = paired(lambda _n: ours, lambda _n: peer, folder, 5 if QUICK else 25)
    show("help / python -c 'import click'", ratio, "< 2", f"{a:.0f} ms, {b:.0f} ms")


def bench_add(folder: Path) -> None:
    """One entry added, as a whole process, against jrnl and sqlite-utils."""
    run([ZLTREC, "init"], folder)
    (folder / "jrnl.yaml").write_text(
        f"version: v4.1\njournals:\n  default:\n    journal: {folder}/journal.txt\n"
        "editor: ''\nencrypt: false\ntemplate: false\ntimeformat: '%F %R'\ntagsymbols: '@'\n"
        "default_hour: 9\ndefault_minute: 0\nhighlight: true\nlinewrap: 79\n"
        "indent_character: '|'\ncolors: {body: none, date: none, tags: none, title: none}\n"
    )
    peers = {
        "jrnl": lambda n: [
            str(BIN / "jrnl"),
            "--config-file",
            "jrnl.yaml",
            f"2022-06-03: entry {n} of the day.",
        ],
        "sqlite-utils insert": lambda n: [
            "sh",
            "-c",
            f"echo '{json.dumps({'date': '2022-06-03', 'text': f'entry {n}'})}' |"
            f" {BIN / 'sqlite-utils'} insert peer.db entries -",
        ],
    }
    count = 5 if QUICK else 25
    for start, (name, peer) in enumerate(peers.items()):

        def ours(n: int, start: int = start) -> list[str]:
            return [ZLTREC, "chronicle", "add", "--date", "2022-06-03", f"entry {start} {n}"]

        ratio, a, b = paired(ours, peer, folder, count)
        show(f"chronicle add / {name}", ratio, "<= 1", f"{a:.0f} ms, {b:.0f} ms")


def bench_import(folder: Path) -> None:
    """A gazette made longer and longer: seconds for each copy, and peak memory."""
    shared = os.environ.get("ZLTREC_SHARED")
    source = TOP / "zltrec/samples/gazette.txt"
    if shared:
        (source,) = Path(shared, "seeds").glob("*.txt")
    sizes = (5, 50) if QUICK else (10, 100, 1000)
    seconds, memory = [], 0.0
    for copies in sizes:
        long = folder / "long.txt"
        with long.open("wb") as out:
            subprocess.run(
                [PYTHON, str(TOP / "scripts/make_gazette"), str(source), str(copies)],
                stdout=out,
                check=True,
            )
        store = folder / str(copies)
        store.mkdir()
        run([ZLTREC, "init"], store)
        took, memory = run([ZLTREC, "import", "gazette", str(long), "--format", "json"], store)
        seconds.append(took / copies)
        figures = f"{took:.1f} s, {memory:.0f} MB peak, {long.stat().st_size / 1e6:.1f} MB of text"
        show(
            f"import x{copies}: a copy's time / at x{sizes[0]}",
            seconds[-1] / seconds[0],
            "about 1",
            figures,
        )
    show(f"import x{sizes[-1]}: peak memory / 200 MB", memory / 200, "< 1", f"{memory:.0f} MB")


def bench_verify(folder: Path) -> None:
    """audit verify of many events against reading and hashing the same rows."""
    count = 20_000 if QUICK else 1_000_000
    run([ZLTREC, "init"], folder)
    batch = folder / "batch.txt"
    with batch.open("w") as out:
        for n in range(count):
            out.write(f"{2000 + n % 25}-{n % 12 + 1:02d}-{n % 28 + 1:02d} 第{n}件事，会议召开。\n")
    run([ZLTREC, "--quiet", "chronicle", "add", "--batch", str(batch), "--format", "json"], folder)
    floor = (
        "import sqlite3, hashlib\n"
        "c = sqlite3.connect('.zltrec/log.sqlite')\n"
        "for p, i, v, t, s in c.execute('SELECT * FROM stored_events ORDER BY position'):\n"
        "    hashlib.sha256(b'\\0' + f'{p}\\n{i}\\n{v}\\n{t}\\n'.encode() + s).digest()\n"
    )
    for label, options, rounds in (
        ("all of it", [], 1),
        ("leaves and root alone (--events)", ["--events"], 3),
    ):
        pairs = []
        for _ in range(rounds):
            took, memory = run([ZLTREC, "audit", "verify", *options], folder)
            pairs.append((took, run([PYTHON, "-c", floor], folder)[0]))
        took, least = (statistics.median(column) for column in zip(*pairs, strict=True))
        show(
            f"verify, {label} / sqlite3 + hashlib",
            statistics.median(a / b for a, b in pairs),
            "< 2",
            f"{count} events, {took:.1f} s, {least:.1f} s, {memory:.0f} MB peak (goal < 150)",
        )


def bench_approvals(folder: Path) -> None:
    """Approvals judged a second, against bare Ed25519 checks by cryptography."""
    from datetime import UTC, datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from zltrec.audit.approvals import judge_approvals
    from zltrec.calendar.when import decode_when
    from zltrec.proof import keys, sshsig
    from zltrec.records.approvals import request_statement, submit_approval
    from zltrec.records.authority import Signer
    from zltrec.records.chronicle import add_entries
    from zltrec.records.officers import SignedChanges, found_root
    from zltrec.workspace import make_workspace

    count = 200 if QUICK else 3_000
    workspace, _ = make_workspace(
        folder, zone="Asia/Shanghai", store_id="0" * 32, clock=lambda: datetime.now(UTC), actor="b"
    )
    records, today = workspace.records, workspace.today
    root, editor = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    found_root(records, "root", "root", (keys.public_line(root),), today=today)
    fingerprint = keys.fingerprint(keys.public_line(root))
    signer = Signer(fingerprint, lambda message: sshsig.sign(message, "zltrec-approval", root))

    def desk(n: int) -> SignedChanges:
        return SignedChanges(records, signer, statement_id=f"o{n}", today=today)

    desk(1).add("li", "li")
    desk(2).assign("li", "editor", "", on=today, seat=None)
    desk(3).enroll("li", keys.public_line(editor))
    entries = [(decode_when("2022-06-03"), f"entry {n}") for n in range(count)]
    for n, written in enumerate(add_entries(records, entries)):
        statement = request_statement(
            records,
            written.id,
            "review",
            approve=True,
            reason="",
            office="editor",
            scope="",
            officer="li",
            on=today,
            valid_until=None,
            statement_id=f"s{n}",
        )
        signature = sshsig.sign(statement, "zltrec-approval", editor)
        submit_approval(records, statement, signature, today=today)
    message = b"x" * 120
    signed = [editor.sign(message) for _ in range(count)]
    public = editor.public_key()

    def ours() -> None:
        judged = judge_approvals(workspace.log)
        assert sum(one.valid == "yes" for one in judged) == count + 3

    def bare() -> None:
        for signature_bytes in signed:
            public.verify(signature_bytes, message)

    ours()  # imports what checks signatures
    pairs = [(timed(ours), timed(bare)) for _ in range(5)]
    took, least = (statistics.median(column) for column in zip(*pairs, strict=True))
    show(
        "approvals judged a second / bare Ed25519",
        statistics.median(b / a for a, b in pairs),
        "> 0.7",
        f"{count / took:.0f}/s, {count / least:.0f}/s",
    )
    workspace.close()


def paired(
    ours: Callable[[int], list[str]], peer: Callable[[int], list[str]], folder: Path, count: int
) -> tuple[float, float, float]:
    """Runs two commands in turn; the median ratio, and both medians in milliseconds."""
    run(ours(-1), folder)
    run(peer(-1), folder)
    pairs = [(run(ours(n), folder)[0], run(peer(n), folder)[0]) for n in range(count)]
    ratio = statistics.median(a / b for a, b in pairs)
    return (
        ratio,
        1000 * statistics.median(a for a, _ in pairs),
        1000 * statistics.median(b for _, b in pairs),
    )


def timed(work: Callable[[], None]) -> float:
    """Seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Runs a command in a folder; returns its seconds and its peak memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return took, usage.ru_maxrss / 1024


def show(row: str, ratio: float, goal: str, figures: str) -> None:
    """Prints one row."""
    print(f"{row:<44} {ratio:>8.2f}  {goal:<12} {figures}", flush=True)


if __name__ == "__main__":
    main()
