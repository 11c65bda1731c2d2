"""The language of workflows: read a procedure, check it whole, decide by it.

Nothing here knows a store, a clock or a document: a procedure comes in as text,
a case as values, a day as an argument.
"""
