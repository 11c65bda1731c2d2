"""What may happen: aggregates, their facts, and what each enters in registers.

One module for each aggregate; `fact` is what every event carries, `kinds` the
closed list of them all, `aggregates` folds any of them; `judgement` is the one
place that decides whether an approval counts. Pure decisions over values: no
SQL, no files, no click, and no clock, for the time comes in with every fact.
"""
