"""The examples of the package and of its page run."""

import doctest
import importlib
import re

import pytest
from conftest import ROOT

MODULES = ("_errors", "_jobs", "_session", "_summary", "ml")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PAGE = ROOT / "src/site/markdown/python.md"


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_package(spark, name):
    module = importlib.import_module(f"org.sparksoftmax.{name}")
    results = doctest.testmod(module, extraglobs={"spark": spark}, optionflags=OPTIONS)
    assert results.failed == 0


@pytest.mark.classic
def test_every_example_of_the_page_in_its_order(spark, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").symlink_to(ROOT / "src")
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 5
    names = {"__name__": "page"}
    for number, block in enumerate(blocks):
        example = doctest.DocTestParser().get_doctest(block, names, f"block {number}", str(PAGE), 0)
        example.globs = names
        runner = doctest.DocTestRunner(optionflags=OPTIONS, verbose=False)
        if example.examples:
            runner.run(example, clear_globs=False)
            assert runner.summarize(verbose=False).failed == 0
        else:
            exec(compile(block, f"{PAGE}: block {number}", "exec"), names)
