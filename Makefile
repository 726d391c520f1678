# Two commands do everything on a fresh machine: `make grade` and `make test`. `make` lists the targets.

# A name is a name, whatever is in it: variables go to the commands in the environment, as they were given. No recipe has
# one in its text, where the shell would read it; and make, which would expand $(...) in them, takes them as they are.
$(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(eval override $(name) := $$(value $(name)))$(eval export $(name))))

# Isolated: no file beside us and no PYTHON* variable has a say in what Python loads.
ENVIRONMENT := "$${PYTHON:-python3}" -I grader/environment.py
TOOL := .venv/bin/python -I -m
OURS := .venv/bin/python -I grader/launch.py
COMMAND := $(OURS) grader
SOURCES := grader tests exercises solutions .ci/roster

.DEFAULT_GOAL := help
.PHONY: help grade report test lint format generate doctor prove bench lock clean handout gradescope classroom50 always

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile
	@echo
	@echo 'make grade takes SUBMISSION=folder-or-archive, EX=tcp_v3 or EX=tcp_v3/server, REPORTS=folder, ISOLATION=kind, OBSERVE=clock, SEED=number, VERBOSE=1, AUDIENCE=student, REPORT="FORMAT=file ...", COURSE=folder'
	@echo 'make report takes SCORE=file, VERBOSE=1, AUDIENCE=student, REPORT="FORMAT=file ...", COURSE=folder'

grade: .venv/ready-to-grade ## grade a submission: your own work in exercises/, or SUBMISSION=folder-or-archive
	@set -f; for report in $$REPORT; do set -- "$$@" "--report=$$report"; done; \
	exec $(COMMAND) grade "--reports=$${REPORTS:-reports}" $${EX:+"--only=$$EX"} $${ISOLATION:+"--isolation=$$ISOLATION"} \
	  $${OBSERVE:+"--observe=$$OBSERVE"} $${SEED:+"--seed=$$SEED"} $${VERBOSE:+--verbose} \
	  $${AUDIENCE:+"--audience=$$AUDIENCE"} $${COURSE:+"--course=$$COURSE"} "$$@" -- "$${SUBMISSION:-$${COURSE:+$$COURSE/}exercises}"

report: .venv/ready-to-grade ## make reports from a stored score, SCORE=file; nothing is run
	@set -f; for report in $$REPORT; do set -- "$$@" "--report=$$report"; done; \
	exec $(COMMAND) report $${VERBOSE:+--verbose} $${AUDIENCE:+"--audience=$$AUDIENCE"} \
	  "$$@" -- "$${SCORE:-reports/score.json}"

test: .venv/ready-to-test lint ## run the repository's own tests, as CI does
	@$(TOOL) pytest -n 3  # a grading uses two processors itself, but many programs sleep on purpose

lint: .venv/ready-to-test ## check the style, the formatting and the types
	@$(TOOL) ruff check --quiet $(SOURCES)
	@$(TOOL) ruff format --check --quiet $(SOURCES)
	@$(TOOL) mypy

format: .venv/ready-to-test ## format the code and mend what can be mended by itself
	@$(TOOL) ruff check --fix --quiet $(SOURCES) || true
	@$(TOOL) ruff format --quiet $(SOURCES)

generate: .venv/ready-to-grade ## write anew what is computed: tables in READMEs, the schema of the score
	@exec $(COMMAND) generate $${COURSE:+"--course=$$COURSE"}

doctor: .venv/ready-to-grade ## say what this machine allows, and what would allow better worlds
	@exec $(COMMAND) doctor $${COURSE:+"--course=$$COURSE"}

handout: .venv/ready-to-grade ## write the students' repository into OUT=folder, or bring an earlier one up to date
	@[ -n "$$OUT" ] || { echo 'error: name the folder: make handout OUT=folder' >&2; exit 2; }; \
	exec $(COMMAND) handout $${COURSE:+"--course=$$COURSE"} -- "$$OUT"

gradescope: .venv/ready-to-grade ## write autograder.zip for Gradescope, with the hidden checks
	@exec $(COMMAND) gradescope $${COURSE:+"--course=$$COURSE"} -- $${OUT:+"$$OUT"}

classroom50: .venv/ready-to-grade ## write classroom50.tar.gz; HIDDEN=1 puts the hidden checks in, where students can read them
	@exec $(COMMAND) classroom50 $${COURSE:+"--course=$$COURSE"} $${HIDDEN:+--hidden} -- $${OUT:+"$$OUT"}

prove: .venv/ready-to-test ## judge the judge: the kill matrix and mutants, LOAD=1, SEEDS=1, CLOCK=1: the same verdicts beside a load, with two seeds, by the clock, KILL=1: nothing stays of killed gradings, GRADER=1: mutants of the grader itself (MOST=number of each function, 0: all)
	@exec $(OURS) tests.prove$${GRADER:+.judge} $${LOAD:+--load} $${SEEDS:+--seeds} $${CLOCK:+--clock} $${KILL:+--kill} $${TIMES:+"--times=$$TIMES"} $${MOST:+"--most=$$MOST"}

bench: .venv/ready-to-test ## measure what grading costs, as ratios
	@$(OURS) tests.bench

lock: ## compute requirements*.txt anew, with hashes, from requirements*.in, for every Python from 3.11 on
	@"$${PYTHON:-python3}" -I -m venv .venv/lock && .venv/lock/bin/python -I -m pip install --quiet uv
	@for name in requirements requirements-dev; do \
	  UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --upgrade --universal \
	    --python-version 3.11 --generate-hashes --output-file $$name.txt $$name.in; done

clean: ## remove what was set up and reported
	@rm -rf .venv .prove reports

# Asked every time: an environment that is not whole, or whose Python has gone, is made anew.
.venv/ready-to-grade: always
	@$(ENVIRONMENT) $@ requirements.txt

.venv/ready-to-test: .venv/ready-to-grade always
	@$(ENVIRONMENT) $@ requirements-dev.txt
