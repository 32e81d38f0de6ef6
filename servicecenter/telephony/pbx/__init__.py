"""The webhooks a PBX already speaks: Zammad's generic CTI and sipgate.io.

model.py        what a PBX tells, what it is answered, and a connected PBX; pure
reading.py      a body in either dialect, lenient about names, strict about what cannot be; pure
replies.py      the answer in either dialect; people.py  whom it means; pure
service.py      what is told becomes contacts and instants; outgoing.py  calls of ours become attempts
connections.py  tokens: made, renewed, switched off, revoked
tables.py, store.py
"""
