"""One session for all tests: classic or, with --connect, that of a Spark Connect server here."""

import os
from pathlib import Path

import pytest

os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

ROOT = Path(__file__).parents[3]
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.connect.grpc.binding.address": "127.0.0.1",
}


def pytest_addoption(parser):
    parser.addoption("--connect", action="store_true", help="test over Spark Connect")


def pytest_configure(config):
    config.addinivalue_line("markers", "classic: for classic sessions only")
    config.addinivalue_line("markers", "connect: for Spark Connect only")


def pytest_collection_modifyitems(config, items):
    other = "classic" if config.getoption("--connect") else "connect"
    removed = [item for item in items if other in item.keywords]
    items[:] = [item for item in items if other not in item.keywords]
    config.hook.pytest_deselected(items=removed)


@pytest.fixture(scope="session")
def spark(request):
    from pyspark.sql import SparkSession

    from sparksoftmax import jar_path, spark_session

    builder = SparkSession.builder
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    if request.config.getoption("--connect"):
        builder = builder.remote("local[2]").config("spark.jars", jar_path())
    else:
        builder = builder.master("local[2]")
    session = spark_session(builder)
    yield session
    session.stop()


@pytest.fixture(scope="session")
def iris(spark):
    """The bundled irises, with the features in one column."""
    from pyspark.ml.feature import VectorAssembler

    rows = spark.read.csv(
        str(ROOT / "src/main/data/iris.tsv.gz"), sep="\t", header=True, inferSchema=True
    )
    names = ["sepal-length", "sepal-width", "petal-length", "petal-width"]
    return (
        VectorAssembler(inputCols=names, outputCol="features")
        .transform(rows.withColumnRenamed("target", "label"))
        .select("label", "features")
    )


@pytest.fixture(scope="session")
def model(iris):
    from sparksoftmax import SoftmaxClassifier

    return SoftmaxClassifier(regParam=0.01).fit(iris)
