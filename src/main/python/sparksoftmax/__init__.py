"""spark-softmax for PySpark: softmax classifiers as stages of pipelines, and as jobs on files."""

from org.sparksoftmax._jobs import Outcome, Tuned, predict, train, tune
from org.sparksoftmax._session import jar_path, spark_session
from org.sparksoftmax.ml import (
    Report,
    SoftmaxClassificationModel,
    SoftmaxClassifier,
    SoftmaxSummary,
    SoftmaxTrainingSummary,
    TrainingFailed,
)

__version__ = "0.2.0"

__all__ = [
    "Outcome",
    "Report",
    "SoftmaxClassificationModel",
    "SoftmaxClassifier",
    "SoftmaxSummary",
    "SoftmaxTrainingSummary",
    "TrainingFailed",
    "Tuned",
    "jar_path",
    "predict",
    "spark_session",
    "train",
    "tune",
]
