"""What operator and municipality agreed, and the quality handbook that says how calls are answered.

model.py     agreement with its stages; handbook with its numbered clauses: the shapes of the files, frozen
tables.py, store.py   versions kept in the database
"""
