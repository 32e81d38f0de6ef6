"""What keeps the knowledge base right: reports from the desk and their answers, gaps that callers found.

model.py, keeping.py, likeness.py  reports; which words of a gap may be kept; gaps that are alike; pure
tables.py, store.py                rows
reports.py                         reporting from the desk; reading and answering for owners and editors
reviews.py                         articles past their date
gaps.py                            gaps recorded, shown, settled, forgotten
links.py, probing.py, linkchecks.py  the articles' links (pure); asking them; the job that does now and then
"""
