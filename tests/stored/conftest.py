"""An open place, for readers without permission."""

from sample_fixtures import open_place

__all__ = ["open_place"]
