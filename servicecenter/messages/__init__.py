"""What leaves by mail, and what comes back: an outbox, written with its cause; a mailbox, read with suspicion.

model.py, tables.py, store.py   a message, its states; rows claimed by one conditional UPDATE, for a lease that runs out
service.py                sending what is due, with no session open meanwhile; sending again
smtp.py, ical.py          the mail server; calendar files: the only places that speak either
tokens.py, keyfile.py     signed links and reply addresses, and the key they are signed with
mailbox.py, mailboxes.py, imap.py, maildir.py   where mails come in: what a mailbox is, which one, its two kinds
parsing.py, headers.py, quoting.py, bounces.py   a mail as it came, what its writer wrote, what came back; pure
"""
