"""What a text may say next, until a second person has released it.

model.py   states, and who may release; pure
tables.py, store.py   one open draft for each text; whoever knows the latest revision moves it
"""
