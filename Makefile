# Everything a newcomer needs: `make run` and `make test`. The first call of either sets everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m tests.with_postgres $(BIN)/python -m pytest

.PHONY: run test quick check docs bench lock clean

run: $(VENV)/.run ## Start the bot where BOT_TOKEN is set, the terminal chat otherwise
	@if [ -n "$$BOT_TOKEN" ] || grep -qs '^BOT_TOKEN=.' .env; then exec $(BIN)/tayari run; else exec $(BIN)/tayari chat; fi

test: check ## Everything: style, types, all tests on both databases
	$(PYTEST) -q -n auto --dist worksteal

quick: $(VENV)/.dev ## The fast part of the tests, on both databases
	$(PYTEST) -q -m "not slow" -n auto

check: $(VENV)/.dev ## Style, types and framework files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/tayari check

docs: $(VENV)/.dev ## Write the generated parts of ARCHITECTURE.md and README.md
	$(BIN)/python -m tests.docs

bench: $(VENV)/.dev ## Speed, bytes and memory, side by side with two peers
	$(BIN)/python -m tests.bench

lock: $(VENV)/.dev ## Choose the newest allowed packages again and write the lock files
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --upgrade --universal -q --generate-hashes --no-header --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal -q --generate-hashes --no-header --python-version 3.11 -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was set up; data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Tayari needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run
