"""The tests of pyspark's own LogisticRegression for several classes, with ours in its place."""

import numpy as np
import pytest
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.linalg import Vectors
from pyspark.sql import DataFrame

from sparksoftmax import SoftmaxClassificationModel, SoftmaxClassifier


@pytest.fixture(scope="module")
def binary(spark):
    return spark.createDataFrame(
        [(1.0, 2.0, Vectors.dense(1.0)), (0.0, 2.0, Vectors.sparse(1, [], []))],
        ["label", "weight", "features"],
    )


@pytest.fixture(scope="module")
def multiclass(spark):
    return spark.createDataFrame(
        [
            (1.0, 2.0, Vectors.dense(1.0)),
            (0.0, 2.0, Vectors.sparse(1, [], [])),
            (2.0, 2.0, Vectors.dense(2.0)),
            (2.0, 2.0, Vectors.dense(1.9)),
        ],
        ["label", "weight", "features"],
    )


@pytest.fixture(scope="module")
def weighted(spark):
    return spark.createDataFrame(
        [
            (1.0, 1.0, Vectors.dense(0.0, 5.0)),
            (0.0, 2.0, Vectors.dense(1.0, 2.0)),
            (1.0, 3.0, Vectors.dense(2.0, 1.0)),
            (0.0, 4.0, Vectors.dense(3.0, 3.0)),
        ],
        ["label", "weight", "features"],
    )


def types_of(summary):
    """The checks of the types that the two tests of summaries share."""
    assert isinstance(summary.predictions, DataFrame)
    assert summary.probabilityCol == "probability"
    assert summary.labelCol == "label"
    assert summary.featuresCol == "features"
    assert summary.predictionCol == "prediction"
    history = summary.objectiveHistory
    assert isinstance(history, list) and isinstance(history[0], float)
    assert summary.totalIterations > 0
    for values in (
        summary.labels,
        summary.truePositiveRateByLabel,
        summary.falsePositiveRateByLabel,
        summary.precisionByLabel,
        summary.recallByLabel,
        summary.fMeasureByLabel(),
        summary.fMeasureByLabel(1.0),
    ):
        assert isinstance(values, list) and isinstance(values[0], float)


def test_binary_summary(binary):
    classifier = SoftmaxClassifier(
        maxIter=5, regParam=0.01, weightCol="weight", fitIntercept=False
    )
    model = classifier.fit(binary)
    assert model.uid == classifier.uid
    assert model.hasSummary
    summary = model.summary
    types_of(summary)
    # Without an intercept the row of zeros has two equal probabilities, as in pyspark.
    assert summary.accuracy == pytest.approx(1.0, abs=0.005)
    assert summary.weightedTruePositiveRate == pytest.approx(1.0, abs=0.005)
    assert summary.weightedFalsePositiveRate == pytest.approx(0.0, abs=0.005)
    assert summary.weightedRecall == pytest.approx(1.0, abs=0.005)
    assert summary.weightedPrecision == pytest.approx(1.0, abs=0.005)
    assert summary.weightedFMeasure() == pytest.approx(1.0, abs=0.005)
    assert summary.weightedFMeasure(1.0) == pytest.approx(1.0, abs=0.005)
    same = model.evaluate(binary)
    assert same.accuracy == summary.accuracy
    by_label = ["label", "prediction"]
    assert (
        same.predictions.sort(*by_label).collect() == summary.predictions.sort(*by_label).collect()
    )


def test_multiclass_summary(multiclass):
    model = SoftmaxClassifier(
        maxIter=5, regParam=0.01, weightCol="weight", fitIntercept=False
    ).fit(multiclass)
    summary = model.summary
    types_of(summary)
    assert summary.accuracy == pytest.approx(0.75, abs=0.005)
    assert summary.weightedTruePositiveRate == pytest.approx(0.75, abs=0.005)
    assert summary.weightedFalsePositiveRate == pytest.approx(0.25, abs=0.005)
    assert summary.weightedRecall == pytest.approx(0.75, abs=0.005)
    assert summary.weightedPrecision == pytest.approx(0.583, abs=0.005)
    assert summary.weightedFMeasure() == pytest.approx(0.65, abs=0.005)
    assert summary.weightedFMeasure(1.0) == pytest.approx(0.65, abs=0.005)
    assert model.evaluate(multiclass).accuracy == summary.accuracy


def test_save_and_load_keeps_uid_and_defaults(spark, tmp_path):
    classifier = SoftmaxClassifier(maxIter=1)
    classifier.save(str(tmp_path / "classifier"))
    loaded = SoftmaxClassifier.load(str(tmp_path / "classifier"))
    assert loaded.uid == loaded.maxIter.parent == classifier.uid
    assert str(loaded) == str(classifier)
    default = classifier._defaultParamMap[classifier.maxIter]
    assert loaded._defaultParamMap[loaded.maxIter] == default


def test_the_multinomial_model_is_saved_with_its_coefficients(multiclass, tmp_path):
    model = SoftmaxClassifier(regParam=0.01).fit(multiclass)
    model.write().overwrite().save(str(tmp_path / "model"))
    loaded = SoftmaxClassificationModel.load(str(tmp_path / "model"))
    assert str(loaded) == str(model)
    assert loaded.getRegParam() == 0.01
    assert np.array_equal(loaded.coefficientMatrix.toArray(), model.coefficientMatrix.toArray())
    assert loaded.interceptVector == model.interceptVector


def test_l1_gives_the_coefficients_of_pyspark(multiclass):
    options = {"regParam": 0.1, "elasticNetParam": 1.0, "weightCol": "weight", "tol": 1e-10}
    peer = LogisticRegression(family="multinomial", maxIter=500, **options).fit(multiclass)
    ours = SoftmaxClassifier(maxIter=500, **options).fit(multiclass)
    assert np.allclose(
        ours.coefficientMatrix.toArray(), peer.coefficientMatrix.toArray(), atol=1e-4
    )
    assert np.allclose(ours.interceptVector.toArray(), peer.interceptVector.toArray(), atol=1e-3)


def test_two_classes_are_those_of_the_multinomial_family(weighted):
    options = {"weightCol": "weight", "regParam": 0.01, "tol": 1e-10}
    peer = LogisticRegression(family="multinomial", **options).fit(weighted)
    ours = SoftmaxClassifier(**options).fit(weighted)
    for row in weighted.collect():
        assert np.allclose(
            ours.predictProbability(row.features).toArray(),
            peer.predictProbability(row.features).toArray(),
            atol=1e-4,
        )


def test_thresholds_move_the_prediction(weighted):
    model = SoftmaxClassifier(weightCol="weight").fit(weighted)

    def predictions(thresholds):
        rows = model.setThresholds(thresholds).transform(weighted).collect()
        return [row.prediction for row in rows]

    assert predictions([1.0, 1e-9]) == [1.0, 1.0, 1.0, 1.0]
    assert predictions([0.5, 0.5]) == [0.0, 1.0, 1.0, 0.0]
    assert predictions([1e-9, 1.0]) == [0.0, 0.0, 0.0, 0.0]
