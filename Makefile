# Needs Python 3.11 or later, and nothing else to begin with: everything goes into .venv.
# A second run is quick: .venv/run and .venv/test remember which lock was installed.

PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r
COMPILE := $(BIN)/uv pip compile setup.cfg --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock" $(UPGRADE)
# More words for pytest: make test ARGS="-k attack". Tests run side by side; JOBS=0 runs them one by one.
ARGS ?=
JOBS ?= 2
PYTEST := $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test check format coverage soak bench pictures lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: .venv/run ## serve Lull with a demo clinic on http://localhost:8000 (PORT and HOST change that)
	$(FLASK) setup --demo
	@exec $(FLASK) serve

test: check ## everything that must hold before a change is kept: make check, then every test
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.postgres
	$(PYTEST) $(ARGS)

check: .venv/test ## layout of the code, types, import contracts, templates; changes nothing
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --config setup.cfg
	$(BIN)/djlint --lint --quiet templates

format: .venv/test ## lay out the code and mend what can be mended by itself
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

coverage: .venv/test ## which lines no test reaches
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

soak: .venv/test ## the long runs: many kills, many devices (an hour or so)
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.postgres
	$(BIN)/python -m pytest tests/soak $(ARGS)

bench: .venv/test ## how fast it is, and under how much load
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.postgres
	$(BIN)/python -m tests.bench $(ARGS)

pictures: .venv/test ## take the pictures of the README again
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.pictures $(ARGS)

lock: .venv/test ## choose versions from setup.cfg and lock them with hashes (newer ones: UPGRADE=--upgrade)
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --extra test --constraints requirements/run.txt --output-file requirements/test.txt

clean: ## remove what can be made again; the data in instance/ stays
	rm -rf .venv build dist *.egg-info htmlcov .coverage .coverage.*
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run: requirements/run.txt | .venv/bin/pip
	$(INSTALL) $<
	@touch $@

.venv/test: requirements/test.txt | .venv/bin/pip
	$(INSTALL) $<
	@touch $@

# Debian ships venv apart from Python; root can fetch it, anyone else is told by Python what to ask for.
.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Lull needs Python 3.11 or later: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -qq -y --no-install-recommends python3-venv \
		&& $(PYTHON) -m venv --clear .venv; }
