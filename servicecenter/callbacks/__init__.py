"""The promise to call back: whom, on which number, in which window, every attempt, and how it ended.

numbers.py    telephone numbers as people write them; the only home of phonenumbers
model.py      a callback, its attempts and its states; pure
spoken.py, windows.py   when the citizen can be reached, read from words as callers use them; pure
planning.py   the next attempt: where that meets the office's hours; pure
tables.py, store.py, service.py
"""
