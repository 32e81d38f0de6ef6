"""Measurements. Each prints the machine, the figure and a peer beside it in the same run; no test depends on them.

machine.py   what machine this is; medians and percentiles
served.py    a served program as a process of its own, and a bare aiohttp server as its peer; start.py, http.py use it
search.py    a search for every keystroke in process, beside other engines on the same articles
deadlines.py what one due date costs
promises.py, promise_writers.py   watching a million promises, and making them from several processes
postgres.py, asterisk.py, peers.py   a PostgreSQL, an Asterisk, and SIP peers for one run
routing.py   deciding, checking every case, replaying contacts
"""
