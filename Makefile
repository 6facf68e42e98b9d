# make run    sets up everything in this folder and serves Koonti with its demo on http://127.0.0.1:5000
# make test   sets up what the tests need, and runs them all
PYTHON ?= python3
BIN := .venv/bin
# thousands of small databases are written by the tests: in memory, where the system offers it
QUICK := $(shell test -w /dev/shm && echo /dev/shm || echo /tmp)
# tests wait for browsers and processes for two fifths of their time, so one more of them runs than there are cores
AT_ONCE := $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1)

.PHONY: run python setup setup-test test test-postgresql lint format lock translations text bench-live bench-faults bench-survey bench-text bench-dashboard bench-digest clean

run: setup
	@exec $(BIN)/koonti run

python:
	@command -v $(PYTHON) >/dev/null || { echo "Koonti needs Python 3.11 or newer, and $(PYTHON) is not here: install python3." >&2; exit 1; }

setup: python
	@$(PYTHON) deploy/setup.py

setup-test: python
	@$(PYTHON) deploy/setup.py --test

# (some machines tell Python to keep nothing that it has compiled: each of a hundred processes would compile it all again)
test: setup-test lint
	PYTHONDONTWRITEBYTECODE= TMPDIR=$(QUICK) $(BIN)/pytest -n $(AT_ONCE) --dist loadfile --no-loadscope-reorder

# the rooms of the house once more, with PostgreSQL under them (half an hour); only what looks into SQLite's file is left out
ROOMS := accounts boards coding digests mail meetings participants pictures plans results rounds statements surveys
test-postgresql: setup-test
	PYTHONDONTWRITEBYTECODE= TMPDIR=$(QUICK) $(BIN)/pytest -n $(AT_ONCE) --dist loadfile --no-loadscope-reorder --postgresql $(addprefix tests/,$(ROOMS)) tests/test_driver.py

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: setup-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# writes both Python locks and package-lock.json anew, with the newest versions that pyproject.toml and package.json allow
lock: setup-test
	$(BIN)/python deploy/lock.py

# collects the texts of code and templates, and brings each language's catalogue up to date
translations: setup-test
	$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k lazy_ngettext:1,2 -k _l -o translations/messages.pot --no-location --sort-output --project Koonti .
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations -w 120 --no-fuzzy-matching --ignore-pot-creation-date
	@rm translations/messages.pot

# fetches what Finnish texts are read better with (never needed), and says what else the machine could have; docs/text.md
text: setup
	@$(BIN)/python deploy/text.py

# Koonti against a reference server in Node, under the same loads (a quarter of an hour); bench/README.md
bench-live: setup
	$(BIN)/python -m bench.live --idle 10000 --out

# kills the web process under load, stops Redis, and counts what was lost (a quarter of an hour); bench/README.md
bench-faults: setup-test
	$(BIN)/python -m bench.faults --out

# a survey is answered on SQLite and on PostgreSQL, and looked at by an old phone (ten minutes); bench/README.md
bench-survey: setup-test
	$(BIN)/python -m bench.survey --out

# how well and how fast texts are read, with the parts that are here (two minutes); bench/README.md
CASES ?= ../shared/cases/text
bench-text: setup
	$(BIN)/python -m bench.text --cases $(CASES) --out

# the dashboards of a round of 60 meetings and 20,000 contributions, first looked at and again (half a minute); bench/README.md
bench-dashboard: setup
	$(BIN)/python -m bench.dashboard --out

# a meeting with 500 notes and 300 responses ends, and the worker prints its digest (a minute); bench/README.md
bench-digest: setup
	$(BIN)/python -m bench.digest

# removes what the set-up made; keeps instance/, where the data is
clean:
	rm -rf .venv node_modules bench/reference/node_modules static/vendor build *.egg-info
	find static -name '*.gz' -delete
	find translations -name '*.mo' -delete 2>/dev/null || true
