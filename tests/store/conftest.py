"""An invented office to try things on."""

from sample_fixtures import office, open_place

__all__ = ["office", "open_place"]
