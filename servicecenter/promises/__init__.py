"""Every promised deadline: when it is due, when it is at risk, whether it was kept. One mechanism for all.

kinds.py    what each kind of promise is: what starts it, what keeps it, who records it; pure
terms.py    due date, risk and the frozen calendar of one promise, by handbook and calendar; pure
states.py   the states of a promise and every transition, as one table; pure
escalation.py   whom a handbook wants told at each level, and in which hours; pure
service.py  making, keeping, withdrawing and the sweep that finds what is due
changing.py, pausing.py   owed by another office, told to be late, waiting for the citizen
tables.py, store.py   rows; the database knows what is due
"""
