"""What comes back by mail, filed to its ticket; and the files that belong to one.

model.py, judging.py   a received mail and what becomes of it; pure
tables.py, store.py    rows; each mail once, whatever the mailbox delivers
receiving.py           fetch, judge, file: the folder of the mailbox is the queue
filing.py, secrecy.py  what a mail does to its ticket; social data, of which nothing is kept
partners.py            what a partner authority replies, put to its part of the case
clearing.py            what only a person can file
enclosing.py           files put to a ticket by whoever may see it
"""
