"""One service centre answers the telephone for several municipalities.

Read in this order: README.md, docs/glossary.md, routing/engine.py, tests/journeys/, app.py.
The rooms and who may know whom stand in pyproject.toml under [tool.importlinter].
"""

__version__ = "0.1.0"
