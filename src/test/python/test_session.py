"""Sessions that have the jar, and one line for those that have not."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pyspark
import pytest
from conftest import clean_environment, connect_server

import sparksoftmax
from org.sparksoftmax import _session
from sparksoftmax import jar_path


def run(script, **environment):
    """The output of a Python process without a session; the last line of its errors if it fails."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=clean_environment(**environment),
        timeout=300,
    )
    return done.stdout if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


START = """
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
"""


@pytest.mark.classic
def test_a_session_without_the_jar_is_one_line():
    script = START + "builder.getOrCreate()\nimport sparksoftmax\nsparksoftmax.SoftmaxClassifier()"
    line = run(script)
    assert line.startswith("RuntimeError: This Spark session has no spark-softmax: ")
    assert "spark.jars" in line and "sparksoftmax.jar_path()" in line


@pytest.mark.classic
def test_no_session_is_one_line():
    line = run("import sparksoftmax\nsparksoftmax.SoftmaxClassifier()")
    assert line == "RuntimeError: No Spark session: sparksoftmax.spark_session() starts one"


@pytest.mark.classic
def test_settings_are_added_and_none_is_overwritten(tmp_path):
    (tmp_path / "spark-defaults.conf").write_text(
        "spark.driver.defaultJavaOptions -Dof=defaults\nspark.jars = /tmp/other.jar\n"
    )
    script = START + (
        "builder = builder.config('spark.driver.extraJavaOptions', '-Dof=builder')\n"
        "builder = builder.config('spark.serializer', 'org.apache.spark.serializer.KryoSerializer')\n"
        "builder = builder.config('spark.kryo.registrator', 'my.Registrator')\n"
        "from org.sparksoftmax import _session\n"
        "print(sorted(_session._additions(builder._options).items()))\n"
    )
    added = dict(eval(run(script, SPARK_CONF_DIR=str(tmp_path))))
    assert added["spark.jars"] == f"/tmp/other.jar,{jar_path()}"
    assert added["spark.kryo.registrator"] == "my.Registrator,org.sparksoftmax.data.KryoClasses"
    assert "spark.driver.extraJavaOptions" not in added
    if pyspark.__version__.startswith("3."):
        module = "--add-modules=jdk.incubator.vector"
        assert added["spark.driver.defaultJavaOptions"] == f"-Dof=defaults {module}"
        assert added["spark.executor.defaultJavaOptions"] == module
    else:
        assert "spark.driver.defaultJavaOptions" not in added


@pytest.mark.classic
def test_the_jvm_has_the_vector_module(spark):
    boot = spark._jvm.java.lang.ModuleLayer.boot()
    assert boot.findModule("jdk.incubator.vector").isPresent()


@pytest.mark.classic
def test_kryo_sessions_fit():
    script = START + (
        "builder = builder.config('spark.serializer', 'org.apache.spark.serializer.KryoSerializer')\n"
        "from sparksoftmax import SoftmaxClassifier, spark_session\n"
        "from pyspark.ml.linalg import Vectors\n"
        "spark = spark_session(builder)\n"
        "rows = [(float(k % 2), Vectors.dense(float(k % 2))) for k in range(10)]\n"
        "rows = spark.createDataFrame(rows, ['label', 'features'])\n"
        "accuracy = SoftmaxClassifier(regParam=0.1).fit(rows).summary.accuracy\n"
        "print(accuracy, spark.conf.get('spark.kryo.registrator'))\n"
    )
    assert run(script).strip() == "1.0 org.sparksoftmax.data.KryoClasses"


@pytest.mark.skipif(not pyspark.__version__.startswith("3."), reason="later Spark has the module")
@pytest.mark.classic
def test_a_jvm_without_the_vector_module_is_warned_of_once():
    script = START + (
        "import warnings, sparksoftmax\n"
        "builder.config('spark.jars', sparksoftmax.jar_path()).getOrCreate()\n"
        "with warnings.catch_warnings(record=True) as seen:\n"
        "    warnings.simplefilter('always')\n"
        "    sparksoftmax.SoftmaxClassifier(), sparksoftmax.SoftmaxClassifier()\n"
        "print(len(seen), seen[0].message)\n"
    )
    assert run(script).startswith("1 The driver's JVM has no module jdk.incubator.vector")


@pytest.mark.connect
def test_a_server_without_the_jar_is_one_line(tmp_path):
    script = (
        "import sys, sparksoftmax\n"
        "from pyspark.sql import SparkSession\n"
        "from pyspark.ml.linalg import Vectors\n"
        "spark = sparksoftmax.spark_session(SparkSession.builder.remote('{0}'))\n"
        "rows = spark.createDataFrame([(0.0, Vectors.dense(1.0))], ['label', 'features'])\n"
        "{1}\n"
    )
    with connect_server(tmp_path) as url:
        fitting = run(script.format(url, "sparksoftmax.SoftmaxClassifier().fit(rows)"))
        loading = run(script.format(url, f"sparksoftmax.SoftmaxClassificationModel.load('{tmp_path}')"))
    assert fitting.startswith("RuntimeError: The Spark Connect server has no spark-softmax: ")
    assert loading == fitting


@pytest.mark.connect
def test_jobs_over_connect_are_one_line(spark):
    with pytest.raises(RuntimeError, match=r"^train\(config\) needs a classic session"):
        sparksoftmax.train({"data.path": "iris.csv"})
    with pytest.raises(RuntimeError, match=r"^tune\(config\) needs a classic session"):
        sparksoftmax.tune({"data.path": "iris.csv"})
    with pytest.raises(RuntimeError, match=r"^predict\(config, model\) needs a classic session"):
        sparksoftmax.predict({"data.path": "iris.csv"}, "runs/iris")


def test_the_active_session_is_returned(spark):
    assert sparksoftmax.spark_session().version == spark.version


def test_the_jar_is_that_of_the_running_spark(spark):
    with zipfile.ZipFile(jar_path()) as jar:
        assert "org/sparksoftmax/ml/SoftmaxClassifier.class" in jar.namelist()


def test_jars_of_the_package_are_by_scala_version(monkeypatch, tmp_path):
    monkeypatch.delenv("SOFTMAX_JAR", raising=False)
    monkeypatch.setattr(sparksoftmax, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "jars").mkdir()
    (tmp_path / "jars" / "spark-softmax_2.13.jar").touch()
    assert Path(jar_path("4.1")).name == "spark-softmax_2.13.jar"
    with pytest.raises(FileNotFoundError, match="has no jar for Scala 2.12: .*_2.12.jar is missing"):
        jar_path("3.5.1")
    with pytest.raises(ImportError, match="not on 3.3: install one of them"):
        jar_path("3.3")
    with pytest.raises(ValueError, match="Invalid Spark version 'four'"):
        jar_path("four")


def test_a_named_jar_takes_precedence(monkeypatch, tmp_path):
    monkeypatch.setenv("SOFTMAX_JAR", str(tmp_path / "my.jar"))
    with pytest.raises(FileNotFoundError, match="SOFTMAX_JAR is .*my.jar"):
        jar_path()
    (tmp_path / "my.jar").touch()
    assert jar_path() == str(tmp_path / "my.jar")


def test_an_unsupported_spark_is_refused_at_import():
    script = "import pyspark\npyspark.__version__ = '3.4.1'\nimport sparksoftmax"
    assert run(script) == (
        "ImportError: sparksoftmax runs on Spark 3.5, 4.0, 4.1 and 4.2, not on 3.4.1: install one of them"
    )


def test_every_supported_version_is_tested():
    assert _session.version_of(pyspark.__version__) in _session.SUPPORTED
