"""What an auditor does: read the log, replay it, verify it. Writes nothing.

`log` lists raw events; `replay` rebuilds state step by step; `verify` looks
for every fault that the store itself can show.
"""
