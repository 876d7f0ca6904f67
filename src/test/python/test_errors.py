"""Errors are exceptions of Python with one line."""

import re

import pytest
from pyspark.errors import IllegalArgumentException
from pyspark.ml.linalg import Vectors

from sparksoftmax import SoftmaxClassificationModel, SoftmaxClassifier, TrainingFailed


def message(error):
    """The message, which must be one line."""
    text = str(error.value).strip()
    assert "\n" not in text
    return text


@pytest.fixture
def diverging(spark):
    return spark.createDataFrame(
        [(float(k % 2), Vectors.dense(1e3 * k, -1e3 * k)) for k in range(40)],
        ["label", "features"],
    )


def failing():
    return SoftmaxClassifier(solver="gradient-descent", stepSize=1e300, standardization=False, maxIter=20)


@pytest.mark.classic
def test_a_failed_training_leaves_the_last_good_model(diverging):
    with pytest.raises(TrainingFailed) as error:
        failing().fit(diverging)
    assert re.match(r"Training failed: LINE_SEARCH_FAILED after \d+ iterations: ", message(error))
    assert message(error).endswith("; last_good_model has the model of the last good iteration")
    model = error.value.last_good_model
    assert isinstance(model, SoftmaxClassificationModel)
    assert model.getSolver() == "gradient-descent"
    assert model.transform(diverging).count() == 40


@pytest.mark.connect
def test_a_failed_training_over_connect_leaves_no_model(diverging):
    with pytest.raises(TrainingFailed) as error:
        failing().fit(diverging)
    assert re.match(r"Training failed: LINE_SEARCH_FAILED after \d+ iterations: ", message(error))
    assert error.value.last_good_model is None


def test_an_invalid_value_is_named(iris):
    with pytest.raises(IllegalArgumentException, match="regParam"):
        SoftmaxClassifier(regParam=-1.0).fit(iris)
    with pytest.raises(IllegalArgumentException, match="solver"):
        SoftmaxClassifier(solver="newton").fit(iris)


def test_an_invalid_combination_is_named(iris):
    with pytest.raises(IllegalArgumentException) as error:
        SoftmaxClassifier(solver="lbfgs", miniBatchSize=10).fit(iris)
    assert "miniBatchSize" in message(error)


def test_a_bad_row_is_named(spark):
    rows = spark.createDataFrame(
        [(0.0, Vectors.dense(1.0)), (1.0, Vectors.dense(float("nan")))], ["label", "features"]
    )
    with pytest.raises(IllegalArgumentException) as error:
        SoftmaxClassifier().fit(rows)
    assert "NaN" in message(error)


def test_a_missing_column_is_named(iris):
    with pytest.raises(Exception, match="no-such-column"):
        SoftmaxClassifier(featuresCol="no-such-column").fit(iris)


def test_a_missing_stage_is_named(spark, tmp_path):
    with pytest.raises(Exception, match="no-such-stage"):
        SoftmaxClassificationModel.load(str(tmp_path / "no-such-stage"))


def test_a_network_has_no_pmml(spark, iris, tmp_path):
    network = SoftmaxClassifier(hiddenLayers=[2], maxIter=2).fit(iris)
    with pytest.raises(Exception, match="^Cannot export the model to pmml: it is a network") as error:
        network.export_pmml(str(tmp_path / "model.pmml"))
    message(error)
    assert list(tmp_path.iterdir()) == []
