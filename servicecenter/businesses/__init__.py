"""A business: what it is called, who guides it, whom to reach there, what it has running. No more than that is kept.

model.py    its particulars and their limits; finding.py   found as callers say its name; both pure
tables.py, store.py   rows; two that are one are joined by a pointer, so that it can be taken back
reach.py    whose businesses a Lotse sees, also in somebody's place
service.py  the acts
"""
