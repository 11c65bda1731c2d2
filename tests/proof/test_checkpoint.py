"""Checkpoints: the text that a seal signs, as C2SP `tlog-checkpoint` prints it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.proof.checkpoint import Checkpoint, parse_checkpoint, render_checkpoint
from zltrec.proof.faults import ProofError

ROOT = sha256(b"root").digest()


def test_the_checkpoint_that_the_specification_prints_is_read_and_written() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = parse_checkpoint(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex().startswith("0ac5186a91863e8e")
    assert render_checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root) == text


def test_unknown_lines_are_kept_and_mean_nothing() -> None:
    text = render_checkpoint("zltrec/a", 3, ROOT)
    assert parse_checkpoint(text + "a\nb\n") == Checkpoint("zltrec/a", 3, ROOT, ("a", "b"))


@pytest.mark.parametrize("size", ["", "-1", "+1", "01", " 1", "1 ", "1.0", "１", "9" * 5000, "x"])
def test_a_size_is_written_in_one_way_only(size: str) -> None:
    text = render_checkpoint("zltrec/a", 7, ROOT)
    with pytest.raises(ProofError):
        parse_checkpoint(text.replace("\n7\n", f"\n{size}\n"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],
        lambda text: text + "\n",
        lambda text: "\n" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text[:-2] + "\n",
        lambda text: text[:-3] + "x=\n",
        lambda text: "".join(text.splitlines(keepends=True)[:2]),
    ],
)
def test_a_damaged_checkpoint_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ProofError):
        parse_checkpoint(damage(render_checkpoint("zltrec/a", 7, ROOT)))


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 1, ROOT), ("a\nb", 1, ROOT), ("a", -1, ROOT), ("a", 1, b"short"), ("a\n3", 1, ROOT)],
)
def test_nothing_is_rendered_that_would_read_back_as_something_else(
    origin: str, size: int, root: bytes
) -> None:
    with pytest.raises(ProofError):
        render_checkpoint(origin, size, root)


@given(st.text(st.characters(exclude_characters="\n"), min_size=1), st.integers(0, 10**17))
def test_what_is_rendered_is_parsed(origin: str, size: int) -> None:
    assert parse_checkpoint(render_checkpoint(origin, size, ROOT)) == Checkpoint(origin, size, ROOT)


@given(st.text(st.sampled_from("\n0A=/+b")))
def test_whatever_comes_in_ends_as_our_error(text: str) -> None:
    with pytest.raises(ProofError):
        parse_checkpoint(text)
