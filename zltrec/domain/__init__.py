"""What may happen: aggregates, their facts, and what each enters in registers.

One module for each aggregate; `fact` is what every event carries, `aggregates`
the closed list of them all. Pure decisions over values: no SQL, no files, no
click, and no clock, for the time comes in with every fact.
"""
