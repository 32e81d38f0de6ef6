"""What keeps the knowledge base right: reports from the desk and their answers, gaps that callers found.

model.py                 a report, its answer, who answers for an article and by when; pure
keeping.py, likeness.py  which words of a gap may be kept, and gaps grouped by likeness; pure
tables.py, store.py      rows
links.py, probing.py, linkchecks.py  the articles' links; asking them; the job that does now and then
reviews.py               articles past their date
reports.py               reporting from the desk; reading and answering for owners and editors
gaps.py                  gaps recorded, shown, settled, forgotten
"""
