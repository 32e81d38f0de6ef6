"""What the command line does, one module for each group of commands. cli.py only names them.

output.py    how results, findings and progress are printed
opening.py   the program or its database, opened for one command
running.py   serve and demo
bench.py     measurements
content.py   content check, load, export; search; deadline; route explain
evidence.py, handbook.py, sweeping.py   evidence verify; handbook check, replay; sweep
people.py, pbx.py, asterisk.py   users add, list, disable; pbx add, list, renew, on, off, revoke; asterisk check …
history.py   a month of sample contacts for the demo, by the program's own acts; sample_case.py, upkeep.py beside it
"""
