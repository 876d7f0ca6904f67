"""The measures of a model on rows, and the report of its training."""

import html
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame


def _measure(name: str, doc: str) -> Any:
    def get(self: "SoftmaxSummary") -> Any:
        return self._values[name]

    get.__doc__ = doc
    return property(get)


class SoftmaxSummary:
    """The measures of a model on labelled rows, with the names of pyspark's summaries.

    Lists are in class order.
    """

    numInstances: int = _measure("numInstances", "The number of rows.")
    labels: list[float] = _measure("labels", "The indices of the classes.")
    accuracy: float = _measure("accuracy", "The weighted fraction of correctly predicted rows.")
    logLoss: float = _measure("logLoss", "The weighted mean of -log p of the label, in nats.")
    precisionByLabel: list[float] = _measure("precisionByLabel", "The precision of each class.")
    recallByLabel: list[float] = _measure("recallByLabel", "The recall of each class.")
    truePositiveRateByLabel: list[float] = _measure(
        "truePositiveRateByLabel", "The recall of each class."
    )
    falsePositiveRateByLabel: list[float] = _measure(
        "falsePositiveRateByLabel",
        "The weighted fraction of the rows of other classes that are predicted as the class.",
    )
    weightedPrecision: float = _measure(
        "weightedPrecision", "The mean precision, weighted by the weight of the class."
    )
    weightedRecall: float = _measure(
        "weightedRecall", "The mean recall, weighted by the weight of the class."
    )
    weightedTruePositiveRate: float = _measure(
        "weightedTruePositiveRate", "The weighted recall."
    )
    weightedFalsePositiveRate: float = _measure(
        "weightedFalsePositiveRate",
        "The mean false positive rate, weighted by the weight of the class.",
    )

    def __init__(self, values: dict[str, Any], model: Any, dataset: DataFrame | None) -> None:
        self._values = values
        self._model = model
        self._dataset = dataset

    @property
    def predictions(self) -> DataFrame:
        """The rows with the predictions of the model, evaluated lazily."""
        if self._dataset is None:
            raise RuntimeError(
                "No predictions: the model was loaded, so its rows are not at hand; "
                "transform(rows) predicts them"
            )
        return self._model.transform(self._dataset)

    @property
    def labelCol(self) -> str:
        """The column of the label."""
        return self._model.getLabelCol()

    @property
    def predictionCol(self) -> str:
        """The column of the prediction in ``predictions``."""
        return self._model.getPredictionCol()

    @property
    def probabilityCol(self) -> str:
        """The column of the probabilities in ``predictions``."""
        return self._model.getProbabilityCol()

    @property
    def featuresCol(self) -> str:
        """The column of the features."""
        return self._model.getFeaturesCol()

    def fMeasureByLabel(self, beta: float = 1.0) -> list[float]:
        """(1 + beta²) precision · recall / (beta² precision + recall) of each class."""
        return [
            _f_measure(precision, recall, beta)
            for precision, recall in zip(self.precisionByLabel, self.recallByLabel, strict=True)
        ]

    def weightedFMeasure(self, beta: float = 1.0) -> float:
        """The mean of ``fMeasureByLabel``, weighted by the weight of the class."""
        weights = self._values["weightByLabel"]
        total = sum(weights)
        measures = self.fMeasureByLabel(beta)
        return sum(w * f for w, f in zip(weights, measures, strict=True)) / total if total else 0.0

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(numInstances={self.numInstances}, "
            f"accuracy={self.accuracy:.4f}, logLoss={self.logLoss:.4f})"
        )


def _f_measure(precision: float, recall: float, beta: float) -> float:
    """The F measure; 0 where that is 0 / 0.

    >>> _f_measure(0.5, 1.0, 1.0)
    0.6666666666666666
    >>> _f_measure(0.0, 0.0, 1.0)
    0.0
    """
    total = beta * beta * precision + recall
    return (1 + beta * beta) * precision * recall / total if total else 0.0


class Report:
    """A self-contained page of the training: curves, measures, confusions, features.

    The last expression of a notebook cell shows it.
    """

    def __init__(self, page: str) -> None:
        self.html = page

    def save(self, path: str) -> None:
        """Writes the page to a file of this machine, for any browser, which needs no network."""
        Path(path).write_text(self.html, encoding="utf-8")

    def _repr_html_(self) -> str:
        """The page in a frame, so that its styles and those of the notebook do not mix."""
        return (
            f'<iframe srcdoc="{html.escape(self.html)}" style="border:0;width:100%;height:40em">'
            "</iframe>"
        )

    def __repr__(self) -> str:
        return f"Report({len(self.html):,} characters; save(path) writes it)"


class SoftmaxTrainingSummary(SoftmaxSummary):
    """The summary of a fit, with the measures of its model on the training rows."""

    objectiveHistory: list[float] = _measure(
        "objectiveHistory", "The objective at the start and after each iteration."
    )
    gradientNormHistory: list[float] = _measure(
        "gradientNormHistory", "The gradient norm at the start and after each iteration."
    )
    totalIterations: int = _measure("totalIterations", "The number of iterations.")
    stopReason: str = _measure(
        "stopReason", "Why training ended, such as CONVERGED, MAX_ITERATIONS or EARLY_STOPPED."
    )
    objective: float = _measure("objective", "The objective of the model on all training rows.")
    passes: float = _measure("passes", "The number of passes over the training rows.")
    warnings: list[str] = _measure(
        "warnings", "Warnings about overfitting on the validation rows, one line each."
    )

    @property
    def validation(self) -> SoftmaxSummary | None:
        """The measures on the validation rows; None without validationIndicatorCol."""
        values = self._values["validation"]
        return None if values is None else SoftmaxSummary(values, self._model, None)

    def report(self) -> Report:
        """The page of the training."""
        return self._model._report()
