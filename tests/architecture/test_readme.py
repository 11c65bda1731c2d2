"""Everything that the README prints as an example was really printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]
_BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    """Each console block is run in order, in one shell; `…` stands for anything."""
    examples = [_steps(block) for block in _BLOCK.findall((TOP / "README.md").read_text())]
    steps = [step for example in examples for step in example]
    assert len(steps) > 30
    script = "\n".join(
        f"printf '\\n\\001%s\\n' {n}; {{ {c}\n}} 2>&1" for n, (c, _) in enumerate(steps)
    )
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ZLTREC_TOP": str(TOP),
        "ZLTREC_LANG": "en",
        "LC_ALL": "C.UTF-8",
    }
    for name in ("ZLTREC_STORE", "ZLTREC_ACTOR", "ZLTREC_KEY"):
        environment.pop(name, None)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    printed = re.split(r"\n\x01\d+\n", "\n" + done.stdout.removeprefix("\n"))[1:]
    assert len(printed) == len(steps), done.stderr
    for (command, expected), found in zip(steps, printed, strict=True):
        pattern = ".*?".join(re.escape(part) for part in expected.split("…"))
        assert re.fullmatch(pattern, found.strip("\n"), re.S), f"$ {command}\n{found}"


def _steps(block: str) -> list[tuple[str, str]]:
    """A block's commands with what they print."""
    parts = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1].strip("\n")) for part in parts]
