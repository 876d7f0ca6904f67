"""The jobs of the command line, on files, from Python."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Union

from pyspark.sql import DataFrame, SparkSession

from org.sparksoftmax._errors import TrainingFailed, translated
from org.sparksoftmax._session import jvm, require_classic
from org.sparksoftmax._summary import SoftmaxSummary
from org.sparksoftmax.ml import SoftmaxClassificationModel

Config = Union[Mapping, str, "PathLike[str]"]

# The keys whose values are groups with names of the user's own.
GROUPS = (
    "data.options",
    "data.validation.options",
    "data.test.options",
    "loss.class-weights",
    "report.image",
)


@dataclass(frozen=True)
class Outcome:
    """The outcome of a training.

    Attributes
    ----------
    model : SoftmaxClassificationModel
        The trained model, calibrated if configured, as a stage.
    stop_reason : str
        Such as CONVERGED, MAX_ITERATIONS or EARLY_STOPPED.
    iterations : int
        The number of iterations.
    objective : float
        The objective of the model on all training rows.
    regularization_strength : float
        The strength of the penalty, which ``auto`` derives from the data.
    passes : float
        The number of passes over the training rows.
    measures : dict
        The measures by data set: ``train``, and ``validation`` and ``test`` if present.
    warnings : list of str
        Warnings that the model may not generalise, one line each.
    """

    model: SoftmaxClassificationModel
    stop_reason: str
    iterations: int
    objective: float
    regularization_strength: float
    passes: float
    measures: dict[str, SoftmaxSummary]
    warnings: list[str]
    _job: Any = field(repr=False, compare=False)

    def save(self, path: str) -> None:
        """Saves the model where the commands, ``of_run`` and ``predict`` find it.

        Parameters
        ----------
        path : str
            A directory that does not exist or is empty.
        """
        with translated():
            self._job.save(self.model._java_obj.softmaxModel(), path)


@dataclass(frozen=True)
class Score:
    """The score of one configuration of a grid on the held-out rows.

    Attributes
    ----------
    configuration : dict
        The keys of the grid with their values.
    log_loss, accuracy : float
        The means over the folds.
    standard_error : float
        The standard error of the log loss; NaN without folds.
    """

    configuration: dict[str, str]
    log_loss: float
    accuracy: float
    standard_error: float


@dataclass(frozen=True)
class Tuned:
    """The outcome of a grid search.

    Attributes
    ----------
    scores : list of Score
        In the order of the grid.
    best : Score
        The best one.
    outcome : Outcome
        The model of the best configuration; with folds, retrained on all rows.
    passes : int
        The number of passes over the data, which all configurations share.
    """

    scores: list[Score]
    best: Score
    outcome: Outcome
    passes: int


def train(config: Config, spark: SparkSession | None = None) -> Outcome:
    """Trains on files as ``submit/softmax train`` does, in the present classic session.

    Writes nothing and leaves nothing cached.

    Parameters
    ----------
    config : dict or path
        The keys of ``conf/train.conf``, nested or dotted, or a configuration file.
    spark : SparkSession, optional
        By default, the active session.

    Raises
    ------
    IllegalArgumentException
        If a setting or the data is invalid.
    TrainingFailed
        If training ends without a usable model.
    """
    job = _job("train(config)", config, spark)
    with translated():
        return _outcome(job, job.config(), job.train())


def tune(config: Config, spark: SparkSession | None = None) -> Tuned:
    """Trains the grid of ``tune`` as ``submit/softmax tune`` does, in the present classic session.

    The parameters and errors are those of ``train``.
    """
    job = _job("tune(config)", config, spark)
    with translated():
        java = job.tune()
        grid = java.grid()
        scores = [_score(score) for score in grid.scores()]
        if java.best().isEmpty():
            reasons = {
                run.stopReason().name()
                for score in grid.scores()
                for run in score.runs()
            }
            raise TrainingFailed(
                f"Training failed for every configuration: {', '.join(sorted(reasons))}"
            )
        best = grid.scores().indexOf(grid.best().get())
        config_of_best = grid.best().get().candidate().config()
        outcome = _outcome(job, config_of_best, java.best().get())
        return Tuned(scores, scores[best], outcome, grid.passes())


def predict(
    config: Config,
    model: Union[SoftmaxClassificationModel, Outcome, str, "PathLike[str]"],
    spark: SparkSession | None = None,
) -> DataFrame:
    """The rows of ``data.path`` with ``prediction`` and ``probability``, evaluated lazily.

    Parameters
    ----------
    config : dict or path
        As for ``train``.
    model : SoftmaxClassificationModel, Outcome or path
        A model, the outcome of ``train``, or the output of ``softmax train``.
    spark : SparkSession, optional
        By default, the active session.
    """
    job = _job("predict(config, model)", config, spark)
    with translated():
        if isinstance(model, Outcome):
            model = model.model
        if isinstance(model, SoftmaxClassificationModel):
            java = model._java_obj.softmaxModel()
        else:
            java = job.load(str(model))
        return DataFrame(job.predict(java), SparkSession.active() if spark is None else spark)


# ------------------------------------------------------------------------------------------- Java


def _job(what: str, config: Config, spark: SparkSession | None) -> Any:
    java = require_classic(what)
    spark = SparkSession.active() if spark is None else spark
    job = java.org.sparksoftmax.run.SoftmaxJob.on(spark._jsparkSession)
    with translated():
        if not isinstance(config, Mapping):
            file = java.java.io.File(str(config))
            return job.config(file.toPath())
        for key, value in _settings(config):
            job = job.set(key, value)
    return job


def _settings(config: Mapping, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The keys of a configuration with their values as HOCON.

    >>> dict(_settings({"data": {"path": "a.csv", "test.fraction": 0.2}, "data.header": True}))
    {'data.path': '"a.csv"', 'data.test.fraction': '0.2', 'data.header': 'true'}
    >>> dict(_settings({"loss": {"class-weights": {"a.b": 5}}, "tune.seeds": (1, 2)}))
    {'loss.class-weights': '{"a.b": 5}', 'tune.seeds': '[1, 2]'}
    """
    for name, value in config.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping) and key not in GROUPS:
            yield from _settings(value, key + ".")
        else:
            yield key, _hocon(key, value)


def _hocon(key: str, value: Any) -> str:
    def plain(other: Any) -> Any:
        if isinstance(other, PathLike):
            return str(other)
        if hasattr(other, "tolist"):  # arrays and numbers of numpy
            return other.tolist()
        raise TypeError(
            f"Invalid {key}: {type(other).__name__} (must be a string, number, bool, list, dict or None)"
        )

    return json.dumps(value, default=plain)


def _outcome(job: Any, config: Any, java: Any) -> Outcome:
    optimization = java.training().optimization()
    model = _stage(java.model())
    if optimization.isFailure():
        raise TrainingFailed(_failure(config, java.training()), model)
    return Outcome(
        model=model,
        stop_reason=optimization.stopReason().name(),
        iterations=optimization.state().iteration(),
        objective=optimization.state().value().objective(),
        regularization_strength=java.training().regularizationStrength(),
        passes=java.training().passes(),
        measures={name: _measures(model, report) for name, report in java.reports().items()},
        warnings=list(java.warnings()),
        _job=job,
    )


def _failure(config: Any, training: Any) -> str:
    reason = jvm().org.sparksoftmax.train.Convergence.failure(config, training)
    return f"Training failed: {reason}; last_good_model has the model of the last good iteration"


def _stage(model: Any) -> SoftmaxClassificationModel:
    uid = SoftmaxClassificationModel._randomUID()
    return SoftmaxClassificationModel._from_java(
        jvm().org.sparksoftmax.ml.SoftmaxClassificationModel(uid, model)
    )


def _measures(model: SoftmaxClassificationModel, report: Any) -> SoftmaxSummary:
    classes = list(report.details().get().perClass())
    weights = [measures.weight() for measures in classes]
    total = sum(weights)

    def mean(values: list[float]) -> float:
        return sum(w * v for w, v in zip(weights, values, strict=True)) / total if total else 0.0

    precision = [measures.precision() for measures in classes]
    recall = [measures.recall() for measures in classes]
    false_positive = [measures.falsePositiveRate() for measures in classes]
    values = {
        "numInstances": report.rows(),
        "labels": [float(k) for k in range(len(classes))],
        "accuracy": report.accuracy(),
        "logLoss": report.logLoss(),
        "weightByLabel": weights,
        "precisionByLabel": precision,
        "recallByLabel": recall,
        "truePositiveRateByLabel": recall,
        "falsePositiveRateByLabel": false_positive,
        "weightedPrecision": mean(precision),
        "weightedRecall": mean(recall),
        "weightedTruePositiveRate": mean(recall),
        "weightedFalsePositiveRate": mean(false_positive),
    }
    return SoftmaxSummary(values, model, None)


def _score(score: Any) -> Score:
    pairs = [pair.split("=", 1) for pair in score.candidate().overrides()]
    runs = [run.logLoss() for run in score.runs()]
    return Score(
        configuration={key: value for key, value in pairs},
        log_loss=score.logLoss(),
        accuracy=score.accuracy(),
        standard_error=_standard_error(runs),
    )


def _standard_error(values: list[float]) -> float:
    """The standard error of a mean; NaN for a single value.

    >>> _standard_error([1.0, 3.0])
    1.0
    """
    n = len(values)
    if n < 2:
        return float("nan")
    mean = sum(values) / n
    return (sum((value - mean) ** 2 for value in values) / (n - 1) / n) ** 0.5
