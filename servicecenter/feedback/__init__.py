"""What keeps the knowledge base right: reports from the desk and their answers.

model.py            a report, its answer, who answers for an article and by when; pure
tables.py, store.py rows
reports.py          reporting from the desk; reading and answering for owners and editors
"""
