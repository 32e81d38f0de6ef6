"""Files that belong to a ticket: taken by what is in them, kept by their hash beside the database, gone with the case.

model.py    an attachment, and why one is refused; pure
kinds.py    what a file is, by its content alone
files.py    the shelf: a folder in which each content lies once
tables.py, store.py, service.py
"""
