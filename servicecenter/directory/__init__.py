"""Who does what, where, and when it is open: municipalities, Fachämter, people, authorities outside the agreement.

model.py      the directory of one municipality, as its file says it
leistungen.py the Leistungen and who does them by default
vorhaben.py   which of them a business needs from several offices, and in which order
references.py    what a directory says twice, or names without having it
responsible.py  which office a Leistung belongs to for a caller of this municipality
calendars.py  opening hours and the days that count
Versions are kept as documents.
"""
