"""The stages of spark-softmax for pipelines of pyspark.

pyspark derives the Java class of a stage from the name of its module, and the other way round when
it loads one, so this module has the name of the Java package. ``sparksoftmax`` exports its classes.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Optional

from pyspark.errors import UnsupportedOperationException
from pyspark.ml.classification import _JavaProbabilisticClassificationModel
from pyspark.ml.linalg import DenseMatrix, DenseVector, Matrix, Vector
from pyspark.ml.param import Params
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaWrapper
from pyspark.sql import DataFrame, SparkSession

from org.sparksoftmax._errors import TrainingFailed, translated
from org.sparksoftmax._params import _SoftmaxClassifier, _SoftmaxModelParams
from org.sparksoftmax._session import is_remote, jvm, require_classic, require_stage
from org.sparksoftmax._summary import Report, SoftmaxSummary, SoftmaxTrainingSummary

__all__ = [
    "Report",
    "SoftmaxClassificationModel",
    "SoftmaxClassifier",
    "SoftmaxSummary",
    "SoftmaxTrainingSummary",
    "TrainingFailed",
]


class _Readable(JavaMLReadable):
    """Stages whose loading ends in one line where it fails."""

    @classmethod
    def read(cls) -> Any:
        """A reader of saved stages."""
        require_stage()
        return super().read()

    @classmethod
    def load(cls, path: str) -> Any:
        """Loads a saved stage."""
        with translated():
            return cls.read().load(path)


class _Thresholds:
    """A threshold for two classes and thresholds for any number: setting one clears the other."""

    def setThreshold(self: Any, value: float) -> Any:
        """Sets threshold, and clears thresholds."""
        self.clear(self.thresholds)
        return self._set(threshold=value)

    def setThresholds(self: Any, value: list[float]) -> Any:
        """Sets thresholds, and clears threshold."""
        self.clear(self.threshold)
        return self._set(thresholds=value)

    def getThreshold(self: Any) -> float:
        """The threshold; if thresholds are set, the one that is equivalent to them."""
        if not self.isSet(self.thresholds):
            return self.getOrDefault(self.threshold)
        given = self.getOrDefault(self.thresholds)
        if len(given) != 2:
            raise ValueError(f"No threshold of two classes: thresholds has {len(given)} values")
        return 1 / (1 + given[0] / given[1])

    def getThresholds(self: Any) -> list[float]:
        """The thresholds; if only threshold is set, those that are equivalent to it."""
        if not self.isSet(self.thresholds) and self.isSet(self.threshold):
            threshold = self.getOrDefault(self.threshold)
            return [1 - threshold, threshold]
        return self.getOrDefault(self.thresholds)

    def clear(self: Any, param: Any) -> None:
        """Clears a parameter, which pyspark's own method does not over Spark Connect."""
        if is_remote():
            Params.clear(self, param)
        else:
            super().clear(param)  # type: ignore[misc]


class SoftmaxClassifier(_Thresholds, _SoftmaxClassifier, JavaMLWritable, _Readable):
    """Softmax classification (multinomial logistic regression) and networks with a softmax output.

    Replaces ``pyspark.ml.classification.LogisticRegression``: the parameters that both have share
    names, defaults and optimum. ``explainParams()`` describes all parameters.

    Raises
    ------
    TrainingFailed
        By ``fit``, if the line search finds no decrease or the loss is not finite.
    IllegalArgumentException
        By ``fit``, if parameters or rows are invalid, with one line that names the remedy.

    Examples
    --------
    >>> from pyspark.ml.linalg import Vectors
    >>> rows = spark.createDataFrame(
    ...     [(0.0, Vectors.dense(0.0, 1.0)), (1.0, Vectors.dense(1.0, 0.0))] * 10,
    ...     ["label", "features"],
    ... )
    >>> classifier = SoftmaxClassifier(regParam=0.1, maxIter=50)
    >>> classifier.getRegParam()
    0.1
    >>> model = classifier.setTol(1e-9).fit(rows)
    >>> model.numClasses, model.numFeatures
    (2, 2)
    >>> model.predict(Vectors.dense(0.9, 0.2))
    1.0
    """

    _java_obj: Any

    @staticmethod
    def _new_java_obj(java_class: str, *args: Any) -> Any:
        require_stage()
        return JavaWrapper._new_java_obj(java_class, *args)

    def _create_model(self, java_model: Any) -> "SoftmaxClassificationModel":
        return SoftmaxClassificationModel(java_model)

    def _fit(self, dataset: DataFrame) -> "SoftmaxClassificationModel":
        with translated(lambda java: self._copyValues(self._create_model(java))):
            model = super()._fit(dataset)
        model._training = dataset
        return model

    def setInitialModel(
        self, model: Optional["SoftmaxClassificationModel"]
    ) -> "SoftmaxClassifier":
        """Sets the model to start from, with the same classes and features; None for none.

        Over Spark Connect, save the model and set ``initialModelPath``.
        """
        require_classic("setInitialModel(model)")
        self._java_obj.setInitialModel(None if model is None else model._to_java())
        return self


class SoftmaxClassificationModel(
    _Thresholds,
    _JavaProbabilisticClassificationModel[Vector],
    _SoftmaxModelParams,
    JavaMLWritable,
    _Readable,
):
    """Model fitted by ``SoftmaxClassifier``.

    Examples
    --------
    >>> from pyspark.ml.linalg import Vectors
    >>> rows = spark.createDataFrame(
    ...     [(0.0, Vectors.dense(0.0, 1.0)), (1.0, Vectors.dense(1.0, 0.0))] * 10,
    ...     ["label", "features"],
    ... )
    >>> model = SoftmaxClassifier(regParam=0.1).fit(rows)
    >>> model.labels
    ['0', '1']
    >>> model.summary.stopReason
    'CONVERGED'
    >>> model.evaluate(rows).accuracy
    1.0
    """

    _java_obj: Any
    _training: DataFrame | None = None
    _measures: dict[str, Any] | None = None

    # ---------------------------------------------------------------------------------- model

    @classmethod
    def of_run(
        cls, path: str, spark: SparkSession | None = None
    ) -> "SoftmaxClassificationModel":
        """Loads the model from the output of ``softmax train``.

        Parameters
        ----------
        path : str
            The output directory, or its folder ``model``.
        spark : SparkSession, optional
            By default, the active session.
        """
        if is_remote():
            return cls.load(path)
        require_stage()
        spark = SparkSession.active() if spark is None else spark
        java_class = jvm().org.sparksoftmax.ml.SoftmaxClassificationModel
        with translated():
            return cls._from_java(java_class.ofRun(path, spark._jsparkSession))

    @property
    def labels(self) -> list[str]:
        """The labels of the classes, in the order of the predicted indices."""
        if not is_remote():
            return list(self._call_java("labels"))
        return [row.name for row in self._table("classes")]

    @property
    def featureNames(self) -> list[str]:
        """The names of the features; ``#0``, ``#1``, ... if the features are unnamed."""
        if not is_remote():
            return list(self._call_java("featureNames"))
        return [row.name for row in self._table("features")]

    @property
    def coefficientMatrix(self) -> Matrix:
        """The weights of a linear model, with one row per class."""
        if not is_remote():
            return self._java_value("coefficientMatrix")
        rows = self._table("coefficients")
        values = [value for row in rows for value in row.coefficients.toArray()]
        return DenseMatrix(len(rows), len(values) // len(rows), values, True)

    @property
    def interceptVector(self) -> Vector:
        """The intercepts of a linear model, one per class; zeros if it has none."""
        if not is_remote():
            return self._java_value("interceptVector")
        return DenseVector([row.intercept for row in self._table("coefficients")])

    @property
    def coefficients(self) -> Vector:
        """The coefficients of a linear model of two classes: those of class 1 minus those of class 0."""
        if not is_remote():
            return self._java_value("coefficients")
        both = self._two_classes("coefficientMatrix")
        return DenseVector(both.toArray()[1] - both.toArray()[0])

    @property
    def intercept(self) -> float:
        """The intercept of a linear model of two classes: that of class 1 minus that of class 0."""
        if not is_remote():
            return self._java_value("intercept")
        both = self._two_classes("interceptVector")
        return float(both[1] - both[0])

    def _two_classes(self, name: str) -> Any:
        if self.numClasses != 2:
            raise UnsupportedOperationException(
                f"A model of {self.numClasses} classes has no single row of coefficients: use {name}"
            )
        return getattr(self, name)

    def setFeaturesCol(self, value: str) -> "SoftmaxClassificationModel":
        """Sets featuresCol."""
        return self._set(featuresCol=value)

    def setPredictionCol(self, value: str) -> "SoftmaxClassificationModel":
        """Sets predictionCol."""
        return self._set(predictionCol=value)

    # ------------------------------------------------------------------------------- measures

    @property
    def hasSummary(self) -> bool:
        """Whether the model has a training summary."""
        if not is_remote():
            return self._call_java("hasSummary")
        try:
            return self.summary is not None
        except Exception as error:
            if "No training summary" in str(error):
                return False
            raise

    @property
    def summary(self) -> SoftmaxTrainingSummary:
        """The summary of training."""
        if self._measures is None:
            self._measures = self._json("summary")
        return SoftmaxTrainingSummary(self._measures, self, self._training)

    def evaluate(self, dataset: DataFrame) -> SoftmaxSummary:
        """Measures the model on labelled rows, in one pass."""
        if not isinstance(dataset, DataFrame):
            raise TypeError(f"dataset must be a DataFrame, not {type(dataset).__name__}")
        return SoftmaxSummary(self._json("evaluation", dataset), self, dataset)

    def _report(self) -> Report:
        return Report(self._table("report")[0].html)

    # -------------------------------------------------------------------------------- exports

    def export_onnx(
        self,
        path: str,
        inputs: str = "vector",
        precision: str = "auto",
        model_version: int = 1,
    ) -> None:
        """Writes the model to an ONNX file of this machine. An existing file is replaced.

        Parameters
        ----------
        path : str
            The file.
        inputs : str
            ``vector`` for one input of all features; ``columns`` for one input per column of a
            model that was trained on columns.
        precision : str
            ``float32``, ``float64``, or ``auto``: weights in float64, rows in float32 unless the
            columns need float64.
        model_version : int
            The ``model_version`` in the file.
        """
        options = f"inputs={inputs} precision={precision} model-version={model_version}"
        _write(path, self._table(f"onnx {options}")[0].file)

    def export_pmml(self, path: str) -> None:
        """Writes a linear model to a PMML 4.4 file of this machine. An existing file is replaced."""
        _write(path, self._table("pmml")[0].file)

    # --------------------------------------------------------------------------------- tables

    def _table(self, name: str, dataset: DataFrame | None = None) -> list[Any]:
        """The rows of a table of the model, which classic sessions and Spark Connect both give."""
        rows = self._no_rows() if dataset is None else dataset
        with translated():
            return self.transform(rows, {self.table: name}).collect()

    def _json(self, name: str, dataset: DataFrame | None = None) -> dict[str, Any]:
        return json.loads(self._table(name, dataset)[0].json)

    def _no_rows(self) -> DataFrame:
        return SparkSession.active().range(0)

    def _java_value(self, name: str) -> Any:
        with translated():
            return self._call_java(name)


def _write(path: str, content: bytes) -> None:
    """Writes a file that is either whole or not there."""
    target = Path(path).absolute()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
