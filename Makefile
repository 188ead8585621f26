# Everything a person does with CareOps, one word each. `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python from 3.11 on that can make a virtual environment; PYTHON=/path/to/python decides otherwise.
CAN := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c '$(CAN)' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

export PYTHONPATH := $(CURDIR)
export REFLEX_TELEMETRY_ENABLED := false
export REFLEX_CHECK_LATEST_VERSION := false
# What was compiled is kept, whatever the shell says: else each server a test starts compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo test unit journeys shots check lint format types contracts bench race-long life-long faults-long hostile-long messages migration lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp ## Set everything up and serve http://localhost:8000
	@exec $(PY) -m careops

demo: .venv/run.stamp ## The same with a told business in it, kept apart in data/demo
	@CAREOPS_DATA_DIR=$(CURDIR)/data/demo CAREOPS_DATABASE_URL=sqlite:///$(CURDIR)/data/demo/careops.db exec $(PY) -m careops --demo

test: unit journeys ## Set up and run all tests, both databases and the browser included

unit: .venv/tests.stamp ## Tests without a browser
	@$(PY) -m careops --build
	$(PY) -m pytest -n 3 --dist loadgroup -m "not browser" $(PYTEST_ARGS)

journeys: .venv/tests.stamp ## What a person does, in a real browser
	@$(PY) -m careops --build
	$(PY) -m pytest -n 2 --dist loadfile -m browser $(PYTEST_ARGS)

shots: .venv/tests.stamp ## Pictures of every page of the demo, into shots/
	@$(PY) -m careops --build
	$(PY) -m tests.journeys.shots

check: lint test ## What CI runs: lint, then test

lint: .venv/dev.stamp ## Format, style, types, the map of imports, requirements
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m pyright
	.venv/bin/lint-imports
	.venv/bin/deptry .

format: .venv/dev.stamp ## Put the code into house style
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: .venv/tests.stamp ## Measure and print the figures, with the machine and versions
	$(PY) -m tests.benchmarks

race-long: .venv/tests.stamp ## Race 10,000 times for each kind of thing (hours); make race-long ONLY="heats postgres 2000" for less
	$(PY) -m tests.races $(ONLY)

life-long: .venv/tests.stamp ## Live 2,000 lives of bookings against the model, on both databases
	LIFE_SEQUENCES=2000 $(PY) -m pytest -q tests/booking/test_life.py

faults-long: .venv/tests.stamp ## Kill and restart for longer than the tests do
	$(PY) -m tests.faults
	$(PY) -m tests.faults --outbox --cycles 200

hostile-long: .venv/tests.stamp ## Try whatever is hostile everywhere it fits, with 500 made-up requests for each operation (hours)
	$(PY) -m tests.hostile

messages: .venv/run.stamp ## Bring the catalogues up to date with the texts, and name what is not translated
	$(PY) -m tools.messages

migration: .venv/run.stamp ## Write the next migration: make migration m="what it does"
	$(PY) -m alembic upgrade head
	$(PY) -m alembic revision --autogenerate -m "$(m)"

lock: .venv/run.stamp ## Pin the frontend's packages anew
	rm -rf reflex.lock .web
	$(PY) -m careops --build

clean: ## Forget what was built; data/ stays
	rm -rf .venv .web .states .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov

.venv/bin/python:
	@$(or $(PYTHON),false) -c '$(CAN)' || { echo "CareOps needs Python 3.11 or newer, with venv (Debian, Ubuntu: apt install python3-venv). Or say which: make run PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing packages (once; a minute or two)"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing packages and tools (once; a minute or two)"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/run.stamp $@

.venv/tests.stamp: .venv/dev.stamp tools/engines.py
	@$(PY) -m tools.engines
	@touch $@
