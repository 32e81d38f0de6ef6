"""One first contact, from the first ring to its outcome.

case_number.py, model.py, wishes.py   the number told to the caller, states, what a form says; pure
tables.py, store.py, cases.py         rows; cases found again
desk.py                               the agent's acts: ring, take, read, ask the way, close, undo
gathering.py, ending.py, missing.py   the facts for the way; how a contact ends; words that show a gap
forwarding.py, reminding.py           the concern becomes a ticket and a promise; whom its levels tell
inbox.py, recording.py                the clerk's acts: accept, attempt, answer; promises the Fachamt itself records
replaying.py, supposing.py            a period under another handbook; a case somebody thinks of
"""
