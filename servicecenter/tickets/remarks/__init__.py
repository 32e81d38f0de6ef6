"""What people write about a ticket while it goes its way: why it came back, what was asked, what the citizen was told.

model.py    a remark and its kinds; pure
tables.py, store.py   a remark is written once and answered or settled once; only erasing empties it
"""
