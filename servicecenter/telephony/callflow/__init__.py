"""The call flow without a switch: events in, commands out; no event is trusted to come once or in order. Pure.

model.py, events.py, commands.py   calls, legs, agents; what happened; what is to be done
table.py, flow.py                  every state with everything that may happen in it; a step's own working copy
arriving.py, wishing.py            the caller arrives, or wishes a callback, now or at the place in the queue
queueing.py, overflow.py           who waits, and what becomes of those who have waited for too long
scheduler.py                       whom the next call is offered to, and why nobody else
offering.py, agents.py             an offer is a reservation; the agents' states as a table
talking.py, transferring.py        hold, conference, the end; on to the Fachamt, and back when nobody answers
reconciling.py                     what the switch really has, against what we believe
"""
