"""The journal: one row for every step of a contact, a decision, a promise. Rows are only ever added, and chained.

model.py   what an entry holds: case numbers and codes, never a name, a number or what was said
chain.py   the hash of an entry and what can be wrong with a chain; pure
tables.py, store.py   append, seal at the commit, read
witness.py   the heads of the chains, kept in a file outside the database
evidence.py   verifying all of it
Why several strands, and what this does not protect: docs/decisions/0016-evidence.md
"""
