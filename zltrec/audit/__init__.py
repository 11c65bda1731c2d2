"""What an auditor does: read the log, replay it, verify it, prove it. Writes nothing.

`log` lists raw events; `replay` rebuilds state step by step; `verify` looks
for every fault that the store itself can show (`events` the log, `copies` what
is derived from it, `approvals` every decision, judged anew); `seals` holds an
old seal against the log; `prove` makes proofs that stand alone.
"""
