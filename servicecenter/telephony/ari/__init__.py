"""Asterisk, spoken to over its REST interface (ARI). The only room that knows it.

client.py          requests with a time limit, the websocket of events
reading.py         what Asterisk says, as events of the call flow; pure
writing.py         what the call flow wants, as requests (model.py); pure
acting.py          one command after the other; lanes.py: in order for each call; book.py: who is where
sounds.py          announcements as files; speaking.py: samples and music made here
switch.py          stays connected, looks at everything after each connect, tells what happens
configuration/     the files an administrator gives to Asterisk; the tests run with them
"""
