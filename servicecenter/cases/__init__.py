"""A case: one Vorhaben of a business for which several offices are needed; one number, one contact, one date line.

model.py, line.py, partners.py   states and what each office's part stands at; dates; words to a partner; pure
placing.py, starting.py   where a part goes by routing; its ticket with its promises
tables.py, store.py   rows
opening.py, acts.py, consents.py   the Lotse's acts, each one transaction
advancing.py   what waits begins when its turn comes; the state follows the tickets
looking.py   the whole for the Lotse, what an office needs of it, and the list of what runs
recognising.py   what is open for the number that calls
"""
