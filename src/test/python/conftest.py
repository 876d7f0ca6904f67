"""One session for all tests: classic or, with --connect, that of a Spark Connect server here."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
os.environ["PYSPARK_PYTHON"] = sys.executable  # for workers, which Spark 3.5 would run with python3

ROOT = Path(__file__).parents[3]
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.extensions": "org.sparksoftmax.sql.SoftmaxExtensions",
}
START_SECONDS = 300


def clean_environment(**more):
    """The environment of a process that shares no JVM and no server with this one."""
    shared = ("SPARK_REMOTE", "SPARK_LOCAL_REMOTE", "SPARK_CONNECT_MODE_ENABLED", "PYSPARK_GATEWAY_PORT")
    return {key: value for key, value in os.environ.items() if key not in shared} | more


@contextmanager
def connect_server(folder, *options):
    """A Spark Connect server on loopback; gives its address."""
    from pyspark.find_spark_home import _find_spark_home

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = SETTINGS | {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
    }
    command = [os.path.join(_find_spark_home(), "bin", "spark-submit"), "--master", "local[2]", *options]
    for key, value in settings.items():
        command += ["--conf", f"{key}={value}"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    log = Path(folder, "server.log")
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=clean_environment()
        )
    try:
        wait_for(port, server, log)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


def wait_for(port, server, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"The Spark Connect server did not start: {log.read_text()[-4000:]}")


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
def address(request, tmp_path_factory):
    """The address of the server; None for classic sessions."""
    from sparksoftmax import jar_path

    if not request.config.getoption("--connect"):
        yield None
        return
    with connect_server(tmp_path_factory.mktemp("server"), "--jars", jar_path()) as url:
        yield url


@pytest.fixture(scope="session")
def spark(address):
    from pyspark.sql import SparkSession

    from sparksoftmax import spark_session

    if address is None:
        builder = SparkSession.builder.master("local[2]")
        for key, value in SETTINGS.items():
            builder = builder.config(key, value)
    else:
        builder = SparkSession.builder.remote(address)
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
