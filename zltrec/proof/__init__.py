"""Proof, as pure functions: the Merkle tree, leaves, notes, signatures, statements.

Each module names the specification it follows and can be read alone. Knows no
store, no clock and no other room.
"""
