"""Sessions that have the jar, and one line for those that have not."""

import os
import re
import warnings
from pathlib import Path
from typing import Any

import pyspark
from pyspark import SparkContext
from pyspark.sql import SparkSession
from pyspark.sql.utils import is_remote as _is_remote

SUPPORTED = ((3, 5), (4, 0), (4, 1), (4, 2))
VECTOR_MODULE = "jdk.incubator.vector"
VECTOR_OPTION = f"--add-modules={VECTOR_MODULE}"
KRYO = "org.apache.spark.serializer.KryoSerializer"
REGISTRATOR = "org.sparksoftmax.data.KryoClasses"
STAGE = "org.sparksoftmax.ml.SoftmaxClassifier"
ALLOWLIST = "spark.mlflow.pysparkml.autolog.logModelAllowlistFile"


def version_of(text: str) -> "tuple[int, int]":
    """The major and minor version.

    >>> version_of("4.1.0-preview2")
    (4, 1)
    """
    found = re.match(r"(\d+)\.(\d+)", text)
    if found is None:
        raise ValueError(f"Invalid Spark version {text!r}: must be like 4.1 or 4.1.0")
    return int(found.group(1)), int(found.group(2))


def require_supported(text: str) -> None:
    """Raises ImportError if spark-softmax does not run on this version of Spark.

    >>> require_supported("3.4.1")
    Traceback (most recent call last):
        ...
    ImportError: sparksoftmax runs on Spark 3.5, 4.0, 4.1 and 4.2, not on 3.4.1: install one of them
    """
    if version_of(text) not in SUPPORTED:
        names = [f"{major}.{minor}" for major, minor in SUPPORTED]
        raise ImportError(
            f"sparksoftmax runs on Spark {', '.join(names[:-1])} and {names[-1]}, "
            f"not on {text}: install one of them"
        )


require_supported(pyspark.__version__)


def is_remote() -> bool:
    """Whether this process uses Spark Connect."""
    return _is_remote() and "PYSPARK_NO_NAMESPACE_SHARE" not in os.environ


# ------------------------------------------------------------------------------------------ jar


def jar_path(spark_version: str | None = None) -> str:
    """The path of the jar in this package that fits Spark.

    The environment variable ``SOFTMAX_JAR`` names another jar, which then takes precedence.

    Parameters
    ----------
    spark_version : str, optional
        The version of a cluster, such as ``"4.1"``. By default, the Spark of this process.
    """
    named = os.environ.get("SOFTMAX_JAR")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"No such file: SOFTMAX_JAR is {named}")
        return named
    if spark_version is None:
        scala = _scala_version()
    else:
        require_supported(spark_version)
        scala = "2.12" if version_of(spark_version) == (3, 5) else "2.13"
    jar = _package() / "jars" / f"spark-softmax_{scala}.jar"
    if not jar.is_file():
        raise FileNotFoundError(
            f"This installation of sparksoftmax has no jar for Scala {scala}: {jar} is missing; "
            "submit/wheel builds a wheel that has it, or set SOFTMAX_JAR to a jar"
        )
    return str(jar)


def _package() -> Path:
    import sparksoftmax

    return Path(sparksoftmax.__file__).parent


def _scala_version() -> str:
    """The Scala version of the running JVM or, before one runs, of the installed Spark."""
    if jvm() is not None and not is_remote():
        full = jvm().scala.util.Properties.versionNumberString()
        return ".".join(full.split(".")[:2])
    from pyspark.find_spark_home import _find_spark_home

    for jar in sorted(Path(_find_spark_home(), "jars").glob("scala-library-2.*.jar")):
        return ".".join(jar.name[len("scala-library-") :].split(".")[:2])
    return "2.12" if version_of(pyspark.__version__) == (3, 5) else "2.13"


# -------------------------------------------------------------------------------------- session


def spark_session(builder: Any = None) -> SparkSession:
    """The active session, or a new one that has the jar.

    Adds to the settings of the builder and of ``spark-defaults.conf``, and overwrites none of
    them: the jar, the JVM's vector module for Spark 3.5, where Kryo is the serializer, the registrator,
    and the list by which MLflow's autologging logs the models. A Spark Connect server elsewhere
    (``sc://``) has its own jars and settings, so a builder of a session with it remains as it is.

    Parameters
    ----------
    builder : SparkSession.Builder, optional
        Such as ``SparkSession.builder.master("local[2]")``. By default, ``SparkSession.builder``.
    """
    builder = SparkSession.builder if builder is None else builder
    options = dict(getattr(builder, "_options", {}))
    remote = options.get("spark.remote", os.environ.get("SPARK_REMOTE", ""))
    if remote or is_remote():
        require_connect()
    active = SparkSession.getActiveSession() if is_remote() and not remote else None
    if active is not None:
        return active
    elsewhere = is_remote() or remote.startswith("sc://")
    if SparkContext._active_spark_context is None and not elsewhere:
        for key, value in _additions(options).items():
            builder = builder.config(key, value)
    spark = builder.getOrCreate()
    require_stage()
    return spark


def _additions(options: dict[str, Any]) -> dict[str, str]:
    """The settings that spark-softmax needs in addition to those of the builder."""
    present = {**_defaults(), **options}
    added = {"spark.jars": _appended(present.get("spark.jars"), ",", jar_path())}
    if ALLOWLIST not in present:
        added[ALLOWLIST] = str(_package() / "mlflow-allowlist.txt")
    if version_of(pyspark.__version__) < (4, 0):
        # Spark joins the default and the extra options. Later versions add the module themselves.
        for process in ("driver", "executor"):
            key = f"spark.{process}.defaultJavaOptions"
            added[key] = _appended(present.get(key), " ", VECTOR_OPTION)
    if present.get("spark.serializer") == KRYO:
        key = "spark.kryo.registrator"
        added[key] = _appended(present.get(key), ",", REGISTRATOR)
    return added


def _appended(value: str | None, separator: str, word: str) -> str:
    words = [] if not value else [value]
    if not value or word not in re.split(rf"[\s{separator}]+", value):
        words.append(word)
    return separator.join(words)


def _defaults() -> dict[str, str]:
    """The settings of spark-defaults.conf."""
    from pyspark.find_spark_home import _find_spark_home

    folder = os.environ.get("SPARK_CONF_DIR") or os.path.join(_find_spark_home(), "conf")
    file = Path(folder, "spark-defaults.conf")
    settings = {}
    for line in file.read_text().splitlines() if file.is_file() else []:
        found = re.match(r"\s*(spark\.[^\s=:#]+)[\s=:]+(.*\S)", line)
        if found:
            settings[found.group(1)] = found.group(2)
    return settings


# ----------------------------------------------------------------------------------------- checks

_warned = False


def require_stage() -> None:
    """Raises RuntimeError if this session cannot run the stages."""
    if is_remote():
        require_connect()
        return
    if jvm() is None:
        raise RuntimeError("No Spark session: sparksoftmax.spark_session() starts one")
    if not _has_class(STAGE):
        raise RuntimeError(
            "This Spark session has no spark-softmax: its JVM started without the jar. Stop it, restart "
            "Python, and start it by sparksoftmax.spark_session(builder), or with spark.jars set to "
            "sparksoftmax.jar_path()"
        )
    _warn_of_plain_loops()


def require_connect() -> None:
    """Raises RuntimeError if this version of pyspark has no ML over Spark Connect."""
    if version_of(pyspark.__version__) < (4, 0):
        raise RuntimeError(
            f"sparksoftmax over Spark Connect needs Spark 4.0 or later, not {pyspark.__version__}: "
            "use a classic session, without remote()"
        )


def require_classic(what: str) -> Any:
    """The JVM of a classic session.

    Parameters
    ----------
    what : str
        The function that needs it, for the message.
    """
    if is_remote():
        raise RuntimeError(
            f"{what} needs a classic session, not Spark Connect, because the server runs no other code "
            "than stages: use SoftmaxClassifier, or submit/softmax on the cluster"
        )
    require_stage()
    return jvm()


def jvm() -> Any:
    """The JVM of the active context, untyped."""
    context = SparkContext._active_spark_context
    return None if context is None else context._jvm


def _has_class(name: str) -> bool:
    from py4j.java_gateway import JavaClass  # type: ignore[import-untyped]

    found = jvm()
    for part in name.split("."):
        found = getattr(found, part)
    return isinstance(found, JavaClass)


def _warn_of_plain_loops() -> None:
    global _warned
    if _warned:
        return
    modules = jvm().java.lang.ModuleLayer.boot()
    if not modules.findModule(VECTOR_MODULE).isPresent():
        _warned = True
        warnings.warn(
            f"The driver's JVM has no module {VECTOR_MODULE}, so training is up to 13 times slower, with "
            f"the same results: add {VECTOR_OPTION} to spark.driver.extraJavaOptions and "
            "spark.executor.extraJavaOptions, as sparksoftmax.spark_session() does",
            RuntimeWarning,
            stacklevel=3,
        )
