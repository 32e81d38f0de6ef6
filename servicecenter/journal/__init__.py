"""The journal: one row for every step of a contact, a decision, a promise. Rows are only ever added.

model.py   what an entry holds: case numbers and codes, never a name, a number or what was said
tables.py, store.py   append and read
"""
