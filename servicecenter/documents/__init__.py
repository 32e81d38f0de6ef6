"""The texts people edit, in versions: articles, directories, agreements, handbooks. Knows nothing of what they say.

model.py   one version of one text
tables.py, store.py   add a version where something changed; read the current ones
drafts/    what a text may say next
"""
