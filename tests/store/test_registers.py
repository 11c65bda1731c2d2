"""Registers: what was entered is what is found, by key and by prefix, as a dict would say it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zltrec.store.registers import ScratchRegisters

keys = st.text(alphabet="ab/2022-6档\U0010fffe", max_size=4)
steps = st.lists(
    st.tuples(st.sampled_from(["enter", "strike"]), st.sampled_from(["one", "two"]), keys, keys)
)


@given(steps, keys)
def test_registers_are_dicts(changes: list[tuple[str, str, str, str]], prefix: str) -> None:
    """Any sequence of entering and striking gives what a dict of dicts holds."""
    registers = ScratchRegisters()
    model: dict[tuple[str, str], str] = {}
    for do, name, key, value in changes:
        if do == "enter":
            registers.enter(name, key, value)
            model[name, key] = value
        else:
            registers.strike(name, key)
            model.pop((name, key), None)
    assert list(registers.rows()) == sorted((n, k, v) for (n, k), v in model.items())
    for name in ("one", "two"):
        held = sorted((k, v) for (n, k), v in model.items() if n == name)
        assert [registers.get(name, k) for k, _ in held] == [v for _, v in held]
        assert list(registers.scan(name)) == held
        assert list(registers.scan(name, prefix)) == [h for h in held if h[0].startswith(prefix)]
        assert (
            list(registers.scan(name, prefix, 1))
            == ([h for h in held if h[0].startswith(prefix)][:1])
        )
    assert registers.get("one", "never entered") is None
