"""Projections: tables rebuilt from the log alone, never the other way round.

`views` keeps them and catches up; `chronicle`, `notices`, `rosters`,
`officers`, `approvals`, `issues`, `timeline` and `search` each write their own
tables; `ledgers` names what can be shown and exported, `rows` reads it. They
may be deleted at any time.
"""
