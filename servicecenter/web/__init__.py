"""Pages for people and a JSON API for programs: two faces of the same acts.

program.py    the parts a handler may use
table.py      routes as a table: who may, what comes in, what goes out
server.py     the aiohttp application: sessions, CSRF, policy, errors
rendering.py  Jinja templates and the words and dates in them
due.py, names.py, story.py, aloud.py, explaining.py, call_words.py, phone_words.py   codes and cases in words
openapi.py    the description of the API; planned.py, telephone_asked.py, duties.py, rehearsed.py   what both faces ask
pages/        one module for each screen
api/          the same steps as JSON
"""
