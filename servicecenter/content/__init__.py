"""The content folder as a whole: finding its files, checking them across the areas, loading what changed.

files.py   which documents lie in the folder
check.py   what is missing or out of date, with file and line; pure. With handbooks.py, vorhaben.py, faults.py
editing.py drafts, review, release, restoring; beside it opened.py: one text as it stands, writers.py: who may,
proofreading.py: what is wrong; trial.py: a handbook that is only tried
load.py    a new version where something changed, never over a newer edit made in the program without saying so; export
"""
