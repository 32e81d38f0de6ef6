# Two commands for newcomers: `make demo` runs the service centre, `make test` proves it.
# Each makes its own .venv; nothing else has to be installed by hand.

PY := .venv/bin/python
.DEFAULT_GOAL := help

help:
	@echo "make demo        das ServiceCenter mit Beispielen starten: http://127.0.0.1:8080"
	@echo "make demo-reset  die Beispiele von vorn beginnen"
	@echo "make test        alles prüfen: Stil, Typen, Regeln, Abläufe, Browser"
	@echo "make bench       messen, mit Vergleichen daneben"
	@echo "make lock        die festgeschriebenen Pakete erneuern (braucht uv)"

demo:
	@began=$$(date +%Y-%m-%dT%H:%M:%S%z) && python3 scripts/bootstrap.py run && exec .venv/bin/servicecenter demo --since $$began

demo-reset:
	@rm -rf var
	@echo "Zurückgesetzt. make demo beginnt von vorn."

test:
	@python3 scripts/bootstrap.py test
	@python3 scripts/system.py
	@python3 scripts/asterisk.py
	@$(PY) scripts/check.py

bench:
	@python3 scripts/bootstrap.py test
	@.venv/bin/servicecenter bench start
	@.venv/bin/servicecenter bench http
	@.venv/bin/servicecenter bench routing
	@.venv/bin/servicecenter bench promises
	@python3 scripts/system.py
	@python3 scripts/asterisk.py
	@.venv/bin/servicecenter bench telephony

lock:
	uv pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 --extra build \
	  pyproject.toml -o requirements.lock
	uv pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 --extra build --extra dev \
	  pyproject.toml -c requirements.lock -o requirements-dev.lock

.PHONY: help demo demo-reset test bench lock
