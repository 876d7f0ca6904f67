"""The examples of the package and of its page run."""

import doctest
import importlib
import subprocess
import sys

import pytest
from conftest import ROOT, clean_environment
from page import OPTIONS

MODULES = ("_errors", "_jobs", "_session", "_summary", "ml")


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_package(spark, name):
    module = importlib.import_module(f"org.sparksoftmax.{name}")
    results = doctest.testmod(module, extraglobs={"spark": spark}, optionflags=OPTIONS)
    assert results.failed == 0


@pytest.mark.classic
def test_examples_of_the_page(tmp_path):
    (tmp_path / "src").symlink_to(ROOT / "src")
    done = subprocess.run(
        [sys.executable, str(ROOT / "src/test/python/page.py")],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout
