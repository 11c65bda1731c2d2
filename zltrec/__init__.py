"""zltrec: a city archive office's records, kept as events that prove themselves."""

__version__ = "0.1.0"
