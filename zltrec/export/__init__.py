"""Ledgers as files, with a manifest that says where they come from.

`formats` turns rows into bytes, the same for the same rows; `exporting` puts
whole sets of files in place; `reproducing` rebuilds an old set and compares.
"""
