"""One first contact, from the first ring to its outcome.

case_number.py  the number told to the caller; pure
model.py        a contact, its outcomes, its states as one table; pure
wishes.py       what a form says about forwarding, checked; pure
tables.py, store.py
desk.py         the agent's acts: ring, take, read, ask the way, close, undo
gathering.py    the facts of a contact, for the decision about its way
ending.py       how it ends, and how that is taken back
forwarding.py   the concern becomes a ticket, a wished callback a promise
inbox.py        the clerk's acts: accept, attempt, answer
"""
