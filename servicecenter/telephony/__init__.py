"""Calls. The desk hears of them through one door, whatever telephone stands behind it.

model.py      the door: what a telephone tells the program; pure
pbx/          the webhooks of Zammad's generic CTI and of sipgate.io
simulated.py  a telephone that ships: it drives the demo and the tests
"""
