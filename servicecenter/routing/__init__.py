"""Where a concern goes, and why: facts in, a plan with a reason and a clause for every step out.

rulebook.py  what decides for one municipality; model.py: facts, steps, verdicts: the explanation is the result
engine.py    decide(facts, rulebook): the rules, asked in order; the last one always chooses
rules.py     the rules, those for businesses in business.py, for waiting calls in overload.py; built of clauses.py
             (which one is followed), destination.py (where it belongs) and steps.py (what to do)
people.py    whom a caller means by a name; words.py: the German sentences for reasons and steps
checking.py  every case a call can be, walked: coverage.py and its coverage_*.py, none of which asks the database
replay.py    recorded facts (recording.py) through another handbook
"""
