"""Where a concern goes, and why: facts in, a plan with a reason and a clause for every step out.

rulebook.py  what decides: agreement, handbook, directory, catalogue of one municipality
model.py     facts, steps, verdicts: the explanation is the result
engine.py    decide(facts, rulebook): the rules, asked in order; the last one always chooses
rules.py     the rules; clauses.py, destination.py and steps.py are what they are built of
people.py    whom a caller means by a name
words.py     the German sentences for reasons and steps
"""
