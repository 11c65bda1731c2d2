"""The application: every command that writes, each one transaction.

`application` opens the log as an eventsourcing Application and gives out the
one unit of work; `chronicle`, `notices`, `rosters` and `imports` are the
commands. Each decides by aggregates and registers alone, never by a
projection, and the clock and the actor come in from above.
"""
