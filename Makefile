# ladder-export: everything people and pipelines do with this folder. `make` alone lists it.

VENV   := .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
TOOL   := $(BIN)/ladder-export
STAMP  := $(VENV)/.ladder-export
LADDER ?= ladder
OUTPUT ?= output
SEED   ?= 1

# Pango sets the text of the PDFs.
DEBIAN := libpango-1.0-0 libpangoft2-1.0-0

SYSTEM := .ci/prepare "$(or $(firstword $(MAKECMDGOALS)),export)" $(PYTHON) $(DEBIAN)

.DEFAULT_GOAL := help
.PHONY: help export test quick attack lint check fix golden lock bench pictures thumbnails fonts docs words machines system clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

export: $(STAMP) ## build the ladder into output/ (sets up what is missing)
	@$(TOOL) build $(LADDER) --output $(OUTPUT) $(ARGS)

test: $(STAMP).test ## run the tests (sets up what is missing)
	@$(BIN)/python -m pytest -n auto $(ARGS)

quick: $(STAMP).test ## run the tests that take no engine, browser or process, in under a minute
	@$(BIN)/python -m pytest -q -n auto -m "not slow" $(ARGS)

lint: $(STAMP).test ## format, lint, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## everything CI runs

fix: $(STAMP).test ## format, and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

golden: $(STAMP).test ## write the expected files of the tests anew; read the diff afterwards
	@UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests

pictures: $(STAMP).test ## make the README's pictures anew (needs LibreOffice)
	@$(BIN)/python tests/pictures.py

thumbnails: $(STAMP).test ## draw the sheets of slides in tests/golden/decks anew (needs LibreOffice)
	@$(BIN)/python tests/deck_pictures.py

words: $(STAMP).test ## renew and compile the catalogues of languages (ARGS=pl starts Polish)
	@$(BIN)/python tests/make_words.py $(ARGS)

fonts: $(STAMP).test ## make templates/fonts/ anew from what fonts.toml says (needs npm)
	@$(BIN)/python tests/make_fonts.py

attack: $(STAMP).test ## try hostile names, stops and inputs, and newly drawn ones on the laws, for some minutes (SEED=7 for other ones)
	@$(BIN)/python tests/attack/stops.py
	@$(BIN)/python tests/attack/names.py 10000 $(SEED)
	@$(BIN)/python tests/attack/inputs.py 5000 $(SEED)
	@$(BIN)/python -m pytest -q -n auto tests/attack/growth.py
	@$(BIN)/python -m pytest -q -n auto -m hypothesis --hypothesis-profile "drawn anew" tests

lock: $(STAMP).lock ## renew the locked versions from pyproject.toml
	@$(LOCK) --group build --output-file requirements.lock
	@$(LOCK) --group build --group test --constraints requirements.lock --output-file requirements-test.lock
	@$(LOCK) --group build --group bench --constraints requirements.lock --output-file requirements-bench.lock

bench: $(STAMP).bench ## measure speed and memory against other programs (ARGS='--levels 10000' for more, --write for the README)
	@$(BIN)/python tests/benchmarks $(ARGS)

clean: ## remove the virtualenv and what tools left; output/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml

docs: $(VENV)/docs/bin/zensical ## build the site of documents into site/
	@$(VENV)/docs/bin/zensical build --clean --strict

system: ## install what is missing of the machine: Python with venv, and system libraries
	@$(SYSTEM)

machines: ## try the last commit on bare roots of Debian 12, 13 and sid (ARGS='trixie' for one; needs root and debootstrap)
	@.ci/machines $(ARGS)

# One stamp a set-up step, so that a second run does nothing.
$(BIN)/python:
	@$(SYSTEM)
	@echo "making the virtualenv $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml $(BIN)/python
	@$(SYSTEM)
	@echo "installing ladder-export and the versions of requirements.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP).test: requirements-test.lock $(STAMP)
	@echo "installing the versions of requirements-test.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

$(STAMP).bench: requirements-bench.lock $(STAMP)
	@echo "installing the versions of requirements-bench.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

$(VENV)/docs/bin/zensical: $(BIN)/python
	@echo "installing what builds the site of documents"
	@$(PYTHON) -m venv $(VENV)/docs
	@$(VENV)/docs/bin/python -m pip install --quiet --disable-pip-version-check "zensical>=0.0.73"

$(STAMP).lock: pyproject.toml $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	@touch $@
