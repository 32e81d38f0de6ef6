"""Notices of the day, written in the browser: closed today, strike, storm. Those of directory.toml come from its file.

model.py            a notice, who may write it, when it is shown; pure
tables.py, store.py rows: one for each municipality
service.py          posting, ending early, taking that back
"""
