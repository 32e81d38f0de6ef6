"""Knowledge from elsewhere: XZuFi, DLDB and LeiKa files become articles, with a preview first. The map:

model.py     what a file held: articles, organisations, and every part left out, with place and reason
xml.py       XML in a stream: no DTD, no entities, bounded; xzufi.py and organisations.py read its records
dldb.py      a DLDB export, beside knowledgebase/dldb.py; leika.py: names and keys, as proposals only
html.py      HTML to nodes, render.py: nodes to clean Markdown or plain text
plan.py      compares what came with what is there, and decides; service.py gathers and applies; sources.py opens files
"""
