"""Figures with their definitions, for supervisors and for each municipality.

board.py              what is at risk now, and what was kept this month, per municipality
promise_month.py      a month's promises by municipality, Fachamt and promise
promise_csv.py        the same as a table for other programs, with its data dictionary; pure
service_level.py, first_contacts.py   the handbook's formulas, and their definitions; pure
telephone.py, telephone_csv.py        calls by half hour, day and month; spreadsheet.py  how tables are written
erlang.py, staffing.py, staffing_csv.py   agents needed for a forecast; pure
calendar_changes.py   which running promise would have another date with today's calendar
months.py             months and days in instants; pure
"""
