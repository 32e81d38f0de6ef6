"""What happened to a call, step by step: the raw instants from which every figure of the telephone is computed.

model.py     a step, when, on which leg, by whom and why; never a caller's number
course.py    one call told from its steps, in whatever order they came; pure
tables.py, store.py   rows that are only ever added, each once
Why a room of its own below callbacks and contacts: docs/decisions/0029-raw-instants-and-webhooks.md
"""
