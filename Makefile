# Each target sets itself up: .ci/setup makes .venv when it is missing or pyproject.toml has changed.

BIN := .venv/bin
PYTHON := $(BIN)/python
PYTEST := $(PYTHON) -m pytest -q
READY := .venv/ready
SAMPLE := statutes/norway-drug-reform
export LAWDIFF_PYTHON
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint golden fuzz bench bench-setup docs pictures check-pdf check-page check-word clean

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

$(READY): pyproject.toml .ci/setup
	@.ci/setup

setup: $(READY) ## make .venv with all that the other targets need (they do it by themselves)

demo: $(READY) ## write the redline of the drug reform into out/: HTML, PDF, JSON, Markdown
	@$(BIN)/lawdiff demo -o out

test: lint ## everything that must hold: lint, types, tests, examples, pages in docs/, wheel
	$(PYTEST) -n 2

lint: $(READY) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

golden: $(READY) ## rewrite what the golden cases expect; then read the diff
	LAWDIFF_GOLDEN=1 $(PYTEST) tests/test_cases.py

fuzz: $(READY) ## let the property tests wander (5,000 examples each)
	$(PYTEST) -n 2 -m hypothesis --hypothesis-profile=fuzz tests

bench: $(READY) ## run all benchmarks and make docs/benchmarks.md (NAMES="speed words" for some; about half an hour)
	$(PYTHON) benchmarks/page.py $(NAMES)

bench-setup: $(READY) ## install the peers that the benchmarks run beside lawdiff
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@command -v wdiff >/dev/null || apt-get install -y -qq wdiff || \
		{ apt-get update -qq && apt-get install -y -qq wdiff; } || echo "Going on without wdiff"

docs: $(READY) ## make the pages of docs/ that come from the code: commands, JSON Schema
	$(PYTHON) docs/make_pages.py

pictures: $(READY) ## make the pictures of docs/ from the demo (needs Chromium, and poppler for the PDF)
	$(PYTHON) docs/make_pictures.py

check-pdf: $(READY) ## check the demo's PDF in every layout, and real law's: own checks, then PDF/A-3a and PDF/UA-1 (PLACES="folder …")
	@$(BIN)/lawdiff demo -o out
	@$(BIN)/lawdiff diff $(SAMPLE)/law-in-force.nb.xml $(SAMPLE)/bill.nb.xml --scope all --lang nb -o out/whole-nb.pdf 2>/dev/null
	@$(BIN)/lawdiff diff $(SAMPLE)/law-in-force.nb.xml $(SAMPLE)/bill.nb.xml --scope all --lang nb --layout side-by-side -o out/columns-nb.pdf 2>/dev/null
	$(PYTHON) benchmarks/check_pdf.py out/drug-reform.pdf
	$(PYTHON) benchmarks/check_pdf.py --lang nb out/whole-nb.pdf
	$(PYTHON) benchmarks/check_pdf.py --lang nb --columns out/columns-nb.pdf
	@.ci/pdf-validator
	$(PYTHON) benchmarks/pdf_validation.py $(PLACES)

check-page: $(READY) ## check the demo's page and its summary in Chromium: axe-core, policy, keys, print (PAGES="redline.html …" for more)
	@$(BIN)/lawdiff demo -o out
	@$(BIN)/lawdiff diff $(SAMPLE)/law-in-force.en.xml $(SAMPLE)/bill.en.xml --report $(SAMPLE)/report.en.xml --summary -o out/summary.html 2>/dev/null
	@.ci/browser
	node benchmarks/check_page/main.js out/*.html $(PAGES)

check-word: $(READY) ## check Word files of real law: accepted and rejected by LibreOffice, valid by the Open XML SDK (PLACES="folder …")
	@.ci/word-validator
	@mkdir -p out
	@$(BIN)/lawdiff diff $(SAMPLE)/law-in-force.en.xml $(SAMPLE)/bill.en.xml --report $(SAMPLE)/report.en.xml --draft -o out/drug-reform.docx 2>/dev/null
	$(PYTHON) benchmarks/word_file.py --docx out/drug-reform.docx
	$(PYTHON) benchmarks/word_file.py $(PLACES)

clean: ## remove what was made: out/, build files, caches (.venv stays)
	rm -rf out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find lawdiff tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
