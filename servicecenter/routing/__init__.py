"""Where a concern goes, and why: facts in, a plan with a reason and a clause for every step out.

rulebook.py  what decides for one municipality; model.py: facts, steps, verdicts: the explanation is the result
engine.py    decide(facts, rulebook): the rules, asked in order; the last one always chooses
rules.py     the rules, with business.py and overload.py; built of clauses.py, destination.py and steps.py
people.py    whom a caller means by a name
words.py     the German sentences for reasons and steps; telling.py answers like a colleague, explained.py in JSON
checking.py  every case a call can be, walked: coverage.py and its coverage_*.py, none of which asks the database
recording.py a decision as the journal keeps it, and read back; replay.py runs it through another handbook
"""
