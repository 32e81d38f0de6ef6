"""A concern handed to a Fachamt: what was asked, by when, and how it ended.

model.py    a ticket, its states and every transition as one table; pure
tables.py, store.py, service.py
"""
