"""Calls. The desk hears of them through one door, whatever telephone stands behind it.

model.py      the doors: what a switch does and tells, and the desk's telephone; pure
callflow/     calls, agents and offers without a switch: events in, commands out; pure
service.py, gathering.py, applying.py   drives it: who leads, which rules hold, what contacts hear of it
store.py, tables.py                     what must survive a restart
handset.py, acts.py, waiting.py, telephones.py   the agent's own telephone; place and estimate; which telephone it is
announcements.py, announcing.py         what callers hear: what a file must be, and the files
pbx/, simulated.py, rehearsing.py       webhooks of other telephone systems; a switch that ships; what its calls meet
"""
