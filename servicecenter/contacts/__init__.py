"""One first contact, from the first ring to its outcome.

case_number.py, model.py, wishes.py   the number told to the caller, states, what a form says; pure
tables.py, store.py                   rows
cases.py                              cases found again
desk.py                               the agent's acts: ring, take, read, ask the way, close, undo
gathering.py, ending.py               the facts for the way; how a contact ends and how that is taken back
missing.py                            words that show a gap in the knowledge base
forwarding.py                         the concern becomes a ticket, a wished callback a promise
inbox.py, recording.py                the clerk's acts: accept, attempt, answer; promises the Fachamt itself records
replaying.py                          a period under another handbook
"""
