"""What the columns of the fixed ledgers hold."""

from __future__ import annotations

import pytest

from zltrec.projections.catalogue import OVER_PROCEDURES
from zltrec.projections.ledgers import LEDGERS, Ledger


@pytest.mark.parametrize("ledger", [*LEDGERS.values(), *OVER_PROCEDURES.values()])
def test_kinds_are_those_of_columns(ledger: Ledger) -> None:
    """No kind is said of a column that is not there, nor a kind that nobody knows."""
    kinds, mixed = ledger.typed()
    assert kinds.keys() <= set(ledger.columns)
    assert mixed <= kinds.keys()
    known = {"integer", "decimal", "date", "moment", "instant", "flag"}
    assert set(kinds.values()) <= known
