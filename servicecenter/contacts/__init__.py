"""One first contact, from the first ring to its outcome.

case_number.py, model.py, wishes.py   the number told to the caller, states, what a form says; pure
tables.py, store.py, cases.py         rows; cases found again
desk.py                               the agent's acts: ring, take, read, ask the way, close, undo
gathering.py, ending.py, missing.py   the facts for the way; how a contact ends; words that show a gap
forwarding.py, reminding.py           the concern becomes a ticket and a promise; whom its levels tell
inbox.py, turns.py, sharing.py        the clerk's acts; in which order they are due; handing over and giving back
recording.py, replaying.py, supposing.py   promises the Fachamt records; another handbook; a case somebody thinks of
"""
