# The verbs of the project. They need Python 3.10 or newer, pip and make; all they install goes into .venv.

PYTHON ?= python3

BIN := .venv/bin
LOWEST := build/lowest
PIP := -m pip --disable-pip-version-check --quiet
BENCHMARKS := seeds startup pan13 wmt_spliced candidates wmt_news cstnews senate newsroom derivations pairs speed origins exports report reading peers

.PHONY: help demo docs test test-lowest lint format types bench bench-peers bench-copies bench-scale bench-growth fuzz clean
.DELETE_ON_ERROR: # half an environment is none

help: ## list the verbs (the default)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: .venv/installed ## cluster the invented newsroom in examples/newsroom; its page is build/newsroom.html
	@mkdir -p build
	@$(BIN)/syndet cluster examples/newsroom --html build/newsroom.html

docs: .venv/installed-test ## write anew what is generated in docs/: pictures, examples, the command line reference
	@$(BIN)/python docs/picture.py
	@$(BIN)/python docs/photograph.py
	@$(BIN)/python tests/test_docs.py

test: .venv/installed-test ## pass the tests; ARGS="-k walls" picks some
	@$(BIN)/python -m pytest -q -n auto $(ARGS)

test-lowest: $(LOWEST)/installed ## pass the tests with the lowest versions that pyproject.toml allows
	@$(LOWEST)/bin/python -m pytest -q -n auto $(ARGS)

lint: .venv/installed-test ## find what ruff objects to, layout included
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: .venv/installed-test ## let ruff mend the layout and the order of imports
	@$(BIN)/ruff check --select I --fix .
	@$(BIN)/ruff format .

types: .venv/installed-test ## check the types, mypy strict
	@$(BIN)/mypy

bench: .venv/installed ## print the measured figures, an hour of them those of other tools; ONLY="seeds pan13" picks
	@for name in $(or $(ONLY),$(BENCHMARKS)); do \
	    echo "== benchmarks/$$name.py"; $(BIN)/python "benchmarks/$$name.py" || exit 1; \
	done

bench-peers: .venv/installed ## compare with other tools on near duplicates; ARGS="--articles 20000" (see benchmarks/)
	@$(BIN)/python benchmarks/peers.py $(ARGS)

bench-scale: .venv/installed ## run the whole job on 10,000 to 1,000,000 articles and draw docs/scale.svg; ARGS="--sizes 1000 10000"
	@$(BIN)/python benchmarks/scale.py --picture docs/scale.svg $(ARGS)

bench-growth: .venv/installed ## run what growth must not break; ARGS="--share 0.1" for a tenth of each corpus
	@$(BIN)/python benchmarks/growth.py $(ARGS)

bench-copies: .venv/installed ## profile --level copy stage by stage; ARGS="--articles 20000 --typographic" (see benchmarks/)
	@$(BIN)/python benchmarks/copies.py $(ARGS)

fuzz: .venv/installed-test ## break inputs of every format for a minute; ARGS="--seconds 3600 --seed 7" for longer
	@$(BIN)/python tests/fuzzing.py $(ARGS)

clean: ## remove all that was installed, built or cached
	@rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -type d -name __pycache__ -prune -exec rm -rf {} +

# Stamps: their verbs install again only when pyproject.toml has changed.

.venv/installed: pyproject.toml | $(BIN)/python
	@echo "Installing syndet into .venv, once; this takes a minute" >&2
	@$(BIN)/python $(PIP) install --editable .
	@touch $@

.venv/installed-test: pyproject.toml | $(BIN)/python
	@echo "Installing syndet and its test tools into .venv, once; this takes a minute" >&2
	@$(BIN)/python $(PIP) install --editable '.[test]'
	@touch .venv/installed $@

# The lowest versions are read from the package's own metadata: each "name>=1.2,<2" becomes "name==1.2".
$(LOWEST)/installed: pyproject.toml | $(LOWEST)/bin/python
	@echo "Installing the lowest versions into $(LOWEST), once; this takes a minute" >&2
	@$(LOWEST)/bin/python $(PIP) install --no-deps --editable .
	@$(LOWEST)/bin/python -c 'import importlib.metadata as m, re; \
	    print(*(re.sub(r"^([\w.-]+).*?>=([\w.]+).*", r"\1==\2", line) for line in m.requires("syndet")), sep="\n")' \
	    > $(LOWEST)/constraints.txt
	@$(LOWEST)/bin/python $(PIP) install --constraint $(LOWEST)/constraints.txt --editable '.[test]'
	@touch $@

# Some systems ship Python without ensurepip; their own pip then fills the environment.
%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	    { echo "syndet needs Python 3.10 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $* >/dev/null 2>&1 || { $(PYTHON) -m venv --clear --without-pip $* && \
	    $(PYTHON) -m pip --quiet --python $@ install pip; }
