# Đúng Hẹn: `make run` starts an office, `make test` proves it.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: setup run demo test test-setup pictures bench vendor voice lint full-faults clean

setup: $(VENV)/.run

$(VENV)/.run: requirements/run.txt setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || sh deploy/install-packages.sh python3-venv
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

run: setup ## An office on this machine: server, kiosk, tickets as pictures
	$(BIN)/dunghen run

demo: setup ## The same office with people in it
	$(BIN)/dunghen demo

test-setup: $(VENV)/.tests
	@sh tests/install-tools.sh

$(VENV)/.tests: $(VENV)/.run requirements/tests.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements/tests.txt
	@touch $@

test: test-setup
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 25

lint: test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r server kiosk counter display

pictures: test-setup ## The pictures of the guides, taken from an office at work
	$(BIN)/pytest -q tests/journeys/test_pictures.py
	$(BIN)/python -m tests.pictures

bench: test-setup ## Speed, printed beside a raw reference of the same run
	$(BIN)/python -m bench

full-faults: test-setup ## Every fault protocol in its full form, every door on both databases: before a release
	$(BIN)/pytest --numprocesses 2 --dist loadfile --each-engine --every-text tests/server/web tests/server/commands
	for protocol in kills planted server_kills postgres_kills presses power_cuts histories booking_histories last_slot; do \
		$(BIN)/python -m tests.faults.$$protocol || exit 1; done

vendor: ## Fetch the fonts and scripts that pages use, at pinned versions
	sh server/contract/page/vendor.sh
	sh kiosk/page/vendor.sh
	sh server/reports/vendor.sh

voice: setup ## Build the voice clips anew (needs espeak-ng, sox)
	$(BIN)/python -m display.voice.build
	$(BIN)/python -m display.voice.build --of kiosk/voice

clean:
	rm -rf build var
