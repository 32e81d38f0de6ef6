"""Measurements. Each prints the machine, the figure and a peer beside it in the same run; no test depends on them.

machine.py  what machine this is; medians and percentiles
served.py   a served program as a process of its own, and a bare aiohttp server as its peer
start.py    start to first page, resident memory
http.py     a search for every keystroke, through HTTP
search.py   a search for every keystroke in process, beside other engines on the same articles
routing.py  deciding, checking every case, replaying contacts
"""
