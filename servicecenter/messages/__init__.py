"""What leaves by mail, and what stands on the screen instead: an outbox, written with its cause and sent with one id.

model.py   a message, its states, when it is tried again; pure
tables.py, store.py   rows; claimed by one conditional UPDATE, for a lease that runs out
service.py   sending what is due, with no session open meanwhile; sending again
smtp.py   the mail server; the only place that speaks SMTP
"""
