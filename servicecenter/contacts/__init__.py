"""One first contact, from the first ring to its outcome.

case_number.py, model.py, wishes.py, lengths.py   the number told to the caller, states, what a form says; pure
tables.py, store.py, cases.py, timing.py   rows; cases found again; what is owed about a ticket now
desk.py, gathering.py, ending.py, missing.py   the agent's acts; facts for the way; how it ends; words that show a gap
forwarding.py, intake.py, reminding.py, telling.py, letters.py, letter_words.py   a concern becomes a ticket; mails
appointments.py, uninviting.py, guests.py   a callback in calendars, and out again; who acts without a login
inbox.py, turns.py, sharing.py, recording.py   the clerk's acts; their order; who has what; promises of the Fachamt
passing.py, delaying.py, questioning.py, holding.py, joining.py, complaining.py   given back, asked, merged, late
replaying.py, supposing.py, outlook.py   another handbook; a case somebody thinks of; what a callback would promise"""
