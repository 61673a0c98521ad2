# Two commands do it all on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SHARED ?= ../shared
ARGS ?=

.PHONY: help setup demo test lint unit browser evaluate train fit fit-grouping benchmark fuzz scale dashboard rough-weather messages screenshots coverage lock format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## make .venv with crossread in it

demo: setup ## ingest the accounts in seeds/ and serve them (PORT=8000)
	$(BIN)/crossread demo --port $(PORT) --database sqlite:///demo.sqlite3

test: $(VENV)/.installed-dev lint unit browser ## everything CI runs

lint: $(VENV)/.installed-dev ## format, lint, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev ## all tests but those in the browser
	$(BIN)/pytest -m "not browser"

browser: $(VENV)/.installed-dev ## tests in Chromium; says so if there is none
	$(BIN)/pytest -m browser -rs tests/browser

coverage: $(VENV)/.installed-dev ## which lines the tests run (slow)
	$(BIN)/pytest -m "not browser" --cov=app --cov-report=term:skip-covered

evaluate: $(VENV)/.installed-dev ## score against the hand-made references in SHARED, write docs/quality.md (ARGS="--only treebank": print one section)
	$(BIN)/python -m benchmarks.evaluate --shared $(SHARED) $(ARGS)

fit: $(VENV)/.installed-dev ## fit the line-up's trees on comparisons made by hand, with the texts in SHARED
	$(BIN)/python -m benchmarks.fit_lineup --shared $(SHARED)

fit-grouping: $(VENV)/.installed-dev ## fit what grouping weighs on the corpora in SHARED, print it
	$(BIN)/python -m benchmarks.fit_grouping --shared $(SHARED)

benchmark: $(VENV)/.installed-dev ## speed of reading and of the whole ingest over real text in SHARED (ARGS=--write)
	$(BIN)/python -m benchmarks.speed --shared $(SHARED) $(ARGS)

scale: $(VENV)/.installed-dev ## time of grouping and line-up as a collection grows, over real text in SHARED (ARGS="--cache FOLDER --write")
	$(BIN)/python -m benchmarks.scale --shared $(SHARED) $(ARGS)

dashboard: $(VENV)/.installed-dev ## how quickly the pages come from a large collection, beside Datasette (ARGS="--file FILE --write")
	$(BIN)/python -m benchmarks.dashboard $(ARGS)

rough-weather: $(VENV)/.installed-dev ## read every article in SHARED: no exception, memory flat, always the same (ARGS=--write)
	$(BIN)/python -m benchmarks.rough_weather --shared $(SHARED) $(ARGS)

fuzz: $(VENV)/.installed-dev ## read damaged pages, each under limits of time and memory (ARGS="--seed 7 --cases 10000")
	$(BIN)/python -m benchmarks.fuzz $(ARGS)

train: $(VENV)/.installed-dev ## train the language pipeline from SHARED into the package (an hour; resumable)
	$(BIN)/python -m training --shared $(SHARED)

messages: $(VENV)/.installed-dev ## gather the words of the pages in locale/crossread.pot, for translators
	$(BIN)/pybabel -q extract -F babel.cfg -k "N_ plural:1,2" --omit-header --add-location=file --sort-output \
		--no-wrap -o locale/crossread.pot .

screenshots: $(VENV)/.installed-dev ## take the pictures in docs/screenshots (needs Chromium)
	$(BIN)/python -m benchmarks.screenshots

lock: $(VENV)/.installed-dev ## resolve the dependencies anew, with hashes
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra build \
		pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --all-extras -c requirements.lock \
		pyproject.toml -o requirements-dev.lock

format: $(VENV)/.installed-dev ## format the code, mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what the targets made
	rm -rf $(VENV) build dist demo.sqlite3* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Crossread needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
