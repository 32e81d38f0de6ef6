"""A concern handed to a Fachamt: what was asked, by when, and how it ended.

model.py    a ticket, its states and every transition as one table; pure
tables.py, store.py, service.py   rows; opening, accepting, handing over, answering
passing.py, joining.py   given back and assigned; merged, separated, reopened
remarks/    what people write about a ticket on its way
"""
