"""Dates as a chronicle knows them: with their precision, never padded.

`when` holds the value, `printed` reads and writes the printed forms,
`asked` reads what people type at a shell. Knows nothing above it.
"""
