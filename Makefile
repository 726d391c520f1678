# Two commands do everything on a fresh machine: `make grade` and `make test`. `make` lists the targets.

PYTHON ?= python3
SUBMISSION ?= exercises
REPORTS ?= reports

BIN := .venv/bin
GRADER := $(BIN)/python -m grader
GRADE_OPTIONS = $(if $(EX),--only $(EX)) $(if $(ISOLATION),--isolation $(ISOLATION)) $(if $(OBSERVE),--observe $(OBSERVE)) $(if $(SEED),--seed $(SEED)) $(if $(VERBOSE),--verbose) $(if $(AUDIENCE),--audience $(AUDIENCE)) $(foreach report,$(REPORT),--report "$(report)")
SOURCES := grader tests exercises solutions .ci/roster

.DEFAULT_GOAL := help
.PHONY: help grade test lint format generate doctor prove bench lock clean handout gradescope classroom50

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo 'make grade takes SUBMISSION=folder-or-archive, EX=tcp_v3 or EX=tcp_v3/server, REPORTS=folder, ISOLATION=kind, OBSERVE=clock, SEED=number, VERBOSE=1, AUDIENCE=student, REPORT="FORMAT=file ..."'

grade: .venv/ready-to-grade ## grade a submission: your own work in exercises/, or SUBMISSION=folder-or-archive
	@$(GRADER) grade "$(SUBMISSION)" --reports "$(REPORTS)" $(GRADE_OPTIONS)

test: .venv/ready-to-test lint ## run the repository's own tests, as CI does
	@$(BIN)/python -m pytest -n 3  # a grading uses two processors itself, but many programs sleep on purpose

lint: .venv/ready-to-test ## check the style, the formatting and the types
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/mypy

format: .venv/ready-to-test ## format the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet $(SOURCES) || true
	@$(BIN)/ruff format --quiet $(SOURCES)

generate: .venv/ready-to-grade ## write anew what is computed: tables in READMEs, the schema of the score
	@$(GRADER) generate

doctor: .venv/ready-to-grade ## say what this machine allows, and what would allow better worlds
	@$(GRADER) doctor

handout: .venv/ready-to-grade ## write the students' repository into OUT=folder, or bring an earlier one up to date
	@$(if $(OUT),,echo 'error: name the folder: make handout OUT=folder' >&2; exit 2;) $(GRADER) handout "$(OUT)"

gradescope: .venv/ready-to-grade ## write autograder.zip for Gradescope, with the hidden checks
	@$(GRADER) gradescope $(if $(OUT),"$(OUT)")

classroom50: .venv/ready-to-grade ## write classroom50.tar.gz; HIDDEN=1 puts the hidden checks in, where students can read them
	@$(GRADER) classroom50 $(if $(OUT),"$(OUT)") $(if $(HIDDEN),--hidden)

prove: .venv/ready-to-test ## judge the judge: the kill matrix and mutants, LOAD=1: the same verdicts beside a load, KILL=1: nothing stays of killed gradings
	@$(BIN)/python -m tests.prove $(if $(LOAD),--load) $(if $(KILL),--kill) $(if $(TIMES),--times $(TIMES))

bench: .venv/ready-to-test ## measure what grading costs, as ratios
	@$(BIN)/python -m tests.bench

lock: ## compute requirements*.txt anew, with hashes, from requirements*.in, for every Python from 3.11 on
	@$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	@for name in requirements requirements-dev; do \
	  UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --upgrade --universal \
	    --python-version 3.11 --generate-hashes --output-file $$name.txt $$name.in; done

clean: ## remove what was set up and reported
	@rm -rf .venv .prove reports

.venv/ready-to-grade: requirements.txt | .venv/bin/python
	@echo 'Setting up what grading needs (once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/ready-to-test: requirements-dev.txt .venv/ready-to-grade
	@echo 'Setting up what the tests need (once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: Python 3.11 or later is needed; name one with make PYTHON=...")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo 'error: Python cannot make a virtual environment; on Debian and Ubuntu install python3-venv' >&2; exit 1; }
