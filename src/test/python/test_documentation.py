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
    run_page("python", tmp_path)


@pytest.mark.classic
def test_examples_of_the_page_about_mlflow(tmp_path):
    for package in ("mlflow", "onnx", "onnxruntime"):
        pytest.importorskip(package)
    train = [str(ROOT / "submit/softmax"), "train", "--output", str(tmp_path / "runs/digits")]
    subprocess.run(train, env=clean_environment(), check=True, capture_output=True, timeout=600)
    run_page("mlflow", tmp_path, MLFLOW_ALLOW_FILE_STORE="true", MLFLOW_TRACKING_URI="file:mlruns")


def run_page(name, folder, **variables):
    (folder / "src").symlink_to(ROOT / "src")
    done = subprocess.run(
        [sys.executable, str(ROOT / "src/test/python/page.py"), name],
        cwd=folder,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
