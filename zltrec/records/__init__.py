"""The application: every command that writes, each one transaction.

`application` opens the log as an eventsourcing Application, `work` is the one
unit of work. The commands: `chronicle`, `notices`, `rosters`; `imports` with a
desk for each kind of printed thing (`entry_desk`, `document_desk`);
`officers`, `approvals`, `settings`, `publishing`, `sealing`. Each decides by
aggregates and registers alone, never by a projection, and the clock and the
actor come in from above.
"""
