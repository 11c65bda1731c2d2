"""Ledgers and documents as files, with a manifest that says where they come from.

`formats` turns rows into bytes, the same for the same rows; `documents` are what an office
prints; `staging` makes the files of a set, `exporting` puts whole sets of them in place;
`reproducing` rebuilds an old set and compares.
"""
