"""Exceptions of the JVM as exceptions of Python, with their one line."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pyspark.errors import (
    IllegalArgumentException,
    PySparkException,
    UnsupportedOperationException,
)

from org.sparksoftmax._session import STAGE, is_remote

FAILED = "org.sparksoftmax.ml.TrainingFailedException"
# The errors of the trainer for which the user has a remedy, by their last names.
INVALID = ("ConfigException", "DataException", "OutputException", "ExportException")
REMEDY = re.compile(r"; lastGoodModel\(\) has .*$")


class TrainingFailed(RuntimeError):
    """Training ended without a usable model.

    Attributes
    ----------
    last_good_model : SoftmaxClassificationModel or None
        The model of the last iteration whose objective and gradient were finite. None over Spark
        Connect: a server returns either a result or an error.
    """

    def __init__(self, message: str, last_good_model: Any = None) -> None:
        super().__init__(message)
        self.last_good_model = last_good_model


@contextmanager
def translated(last_good_model: Callable[[Any], Any] | None = None) -> Iterator[None]:
    """Translates the exceptions of a call into the JVM or the server.

    Parameters
    ----------
    last_good_model : function, optional
        Makes a stage of the model that a failed training leaves.
    """
    try:
        yield
    except PySparkException as error:
        raise _of_message(str(error), error) from None
    except Exception as error:
        java = getattr(error, "java_exception", None)
        if java is None:
            raise
        raise _of_java(java, error, last_good_model) from None


def _of_java(java: Any, error: Exception, last_good_model: Any) -> Exception:
    while java is not None:
        name = java.getClass().getName()
        message = str(java.getMessage())
        if name == FAILED:
            model = last_good_model(java.lastGoodModel()) if last_good_model else None
            remedy = "; last_good_model has the model of the last good iteration" if model else ""
            return TrainingFailed(REMEDY.sub(remedy, message), model)
        known = _known(name, message)
        if known is not None:
            return known
        java = java.getCause()
    return error


def _known(name: str, message: str) -> Exception | None:
    """The exception for a Java class whose message is one line for the user; else None."""
    if name.startswith("org.sparksoftmax.") and name.endswith(INVALID):
        return IllegalArgumentException(message)
    if name == "java.lang.IllegalArgumentException":
        return IllegalArgumentException(message)
    if name == "java.lang.UnsupportedOperationException":
        return UnsupportedOperationException(message)
    if name == "java.lang.IllegalStateException":
        return RuntimeError(message)
    return None


def _of_message(text: str, error: Exception) -> Exception:
    """The exception for an error that pyspark has converted.

    That of a Spark Connect server may have the Java class in brackets, and its stack.
    """
    text = text.split("\n\nJVM stacktrace:")[0].strip()
    for kind in (IllegalArgumentException, UnsupportedOperationException):
        if isinstance(error, kind):
            return kind(text)
    found = re.search(r"\(((?:org\.sparksoftmax|java\.lang)\.[\w.$]+)\) ([^\n]*)", text)
    if found is not None:
        name, message = found.groups()
        if name == FAILED:
            return TrainingFailed(REMEDY.sub("", message))
        known = _known(name, message)
        if known is not None:
            return known
    if is_remote() and STAGE.rpartition(".")[0] in text and _says_missing(text):
        return RuntimeError(
            "The Spark Connect server has no spark-softmax: start it with the jar, such as "
            "start-connect-server.sh --jars spark-softmax.jar (sparksoftmax.jar_path() has its path here)"
        )
    return error


def _says_missing(text: str) -> bool:
    return any(
        words in text for words in ("ClassNotFound", "UNSUPPORTED", "not supported", "Failed to")
    )
