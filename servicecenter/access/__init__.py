"""People, roles, what each may see, and the audit trail.

model.py      Role, Person, Scope: pure; every read in every area takes a Scope
scoping.py    scoped(statement, scope, …): the same rule as WHERE clauses
errors.py     what can go wrong, in German for people
passwords.py  rules for a password, first passwords, Argon2id in a thread
throttle.py   how long the next attempt waits: pure
store.py      the only importer of tables.py; append_audit() joins the caller's transaction
service.py    Access: people, login, sessions
"""
