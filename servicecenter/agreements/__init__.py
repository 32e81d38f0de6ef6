"""What operator and municipality agreed, and the quality handbook that says how calls are answered.

model.py       agreement with its stages; handbook with its numbered clauses: the shapes of the files, frozen
forwarding.py  those rules of a handbook that hand a concern on
overlaps.py    stages and versions that hold on the same days
Versions are kept as documents.
"""
