# What a newcomer needs. Only make and Python 3.11 or newer must be there; every target sets up
# .venv first, with the versions pinned in constraints.txt, and that takes seconds once it is done.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?=

# The first that runs and is new enough: a name on the path may be a shim for nothing.
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# Compiled at once, as what pip installs is: where nobody may write later, every start would do it.
ROOMS := bot claims commands intake matching seeds storage

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt

# How long each parser is fuzzed; a night has room for more: make nightly MINUTES=60.
MINUTES ?= 5
TARGETS := paste address pack lines
ADVISORIES ?=

.PHONY: help demo run test test-long lint types bench pictures fuzz audit nightly clean

help:
	@echo "make demo    answer four pastes from the claims that ship with Caveat"
	@echo "make run     start the bot (needs CAVEAT_TOKEN)"
	@echo "make test    run the tests       make test-long   run those that take minutes"
	@echo "make lint    hold the style        make types   hold the types"
	@echo "make bench   measure the speed     make clean   remove .venv and caches"
	@echo "make fuzz    look for what breaks the parsers, MINUTES=5 for each"
	@echo "make audit   look for known weaknesses of what Caveat is built on, and at the licences"
	@echo "make nightly all three that take long: test-long, audit, fuzz"
	@echo "make pictures   make the pictures of the docs anew (needs Chromium)"

demo: $(READY)
	@$(BIN)/caveat demo

run: $(READY)
	@$(BIN)/caveat run

# Also where nothing else is to be compiled into files: each process would read all tests anew.
test test-long: export PYTHONDONTWRITEBYTECODE :=
# A third of the time goes by waiting for sockets and disks: three at once keep two cores busy.
test: $(READY)
	@$(BIN)/python -m pytest -n 3 --dist worksteal

# Its own -m stands after the one in pyproject.toml, and the last counts.
test-long: $(READY)
	@$(BIN)/python -m pytest -m long -n 2 --dist worksteal

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(ROOMS)

types: $(READY)
	@$(BIN)/mypy

bench: $(READY)
	@$(BIN)/python benchmarks/check_speed.py

pictures: $(READY)
	@$(BIN)/python -m docs.pictures

fuzz: $(READY)
	@$(BIN)/python -m pip install --quiet --group fuzz
	@for target in $(TARGETS); do \
	  echo "Fuzzing $$target for $(MINUTES) minutes"; \
	  $(BIN)/python -m tests.fuzz $$target --seconds $$(($(MINUTES) * 60)) || exit 1; \
	done

audit: $(READY)
	@$(BIN)/python -m pip install --quiet --group audit
	@$(BIN)/python -m tests.audit $(if $(ADVISORIES),--advisories $(ADVISORIES))

# Each runs, whatever became of the others.
nightly:
	@failed=; for each in test-long audit fuzz; do \
	  $(MAKE) --no-print-directory $$each || failed="$$failed $$each"; \
	done; if [ -n "$$failed" ]; then echo "Failed:$$failed" >&2; exit 1; fi

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .fuzz

$(READY): pyproject.toml constraints.txt
	@if ! $(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null; then \
	  for candidate in $(CANDIDATES); do \
	    if $$candidate -c '$(NEW_ENOUGH)' 2>/dev/null; then found=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "Caveat needs Python 3.11 or newer with its venv module (Debian: python3-venv)." >&2; \
	    exit 1; \
	  fi; \
	  echo "Setting up $(VENV) with $$($$found --version); this takes about a minute once."; \
	  $$found -m venv --clear $(VENV); \
	fi
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable . --group dev
	@$(BIN)/python -m compileall -q $(ROOMS)
	@touch $@
