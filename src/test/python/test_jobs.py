"""The jobs of the command line from Python."""

import numpy as np
import pytest
from conftest import ROOT
from pyspark.errors import IllegalArgumentException

import sparksoftmax
from org.sparksoftmax._jobs import _settings
from sparksoftmax import SoftmaxClassificationModel, TrainingFailed

IRIS = {
    "data": {"format": "tsv", "path": str(ROOT / "src/main/data/iris.tsv.gz"), "test.fraction": 0.2},
    "regularization.strength": 0.001,
}

pytestmark = pytest.mark.classic


@pytest.fixture(scope="module")
def outcome(spark):
    return sparksoftmax.train(IRIS)


def test_training_has_model_and_measures(outcome):
    assert outcome.stop_reason == "CONVERGED"
    assert outcome.iterations > 0
    assert outcome.passes > outcome.iterations
    assert outcome.regularization_strength == 0.001
    assert set(outcome.measures) == {"train", "test"}
    assert outcome.measures["test"].accuracy > 0.9
    assert len(outcome.measures["train"].recallByLabel) == 3
    assert outcome.measures["train"].numInstances + outcome.measures["test"].numInstances == 150
    assert outcome.model.labels == ["0", "1", "2"]
    assert outcome.model.featureNames[2] == "petal-length"


def test_measures_are_those_of_the_stage(spark, outcome, iris):
    stage = outcome.model
    mean = np.mean([outcome.measures[name].numInstances for name in outcome.measures])
    both = stage.evaluate(iris)
    parts = outcome.measures
    hits = sum(round(parts[name].accuracy * parts[name].numInstances) for name in parts)
    assert mean == 75
    assert round(both.accuracy * 150) == hits


def test_a_file_is_a_configuration_too(spark, outcome, tmp_path):
    (tmp_path / "my.conf").write_text(
        f"data {{ format = tsv, path = \"{IRIS['data']['path']}\", test.fraction = 0.2 }}\n"
        "regularization.strength = 0.001\n"
    )
    same = sparksoftmax.train(tmp_path / "my.conf")
    assert same.model.coefficientMatrix == outcome.model.coefficientMatrix


def test_a_saved_model_is_that_of_a_run(outcome, iris, tmp_path):
    outcome.save(str(tmp_path / "run"))
    loaded = SoftmaxClassificationModel.of_run(str(tmp_path / "run"))
    assert loaded.transform(iris).collect() == outcome.model.transform(iris).collect()


def test_predictions_are_by_stage_outcome_or_path(outcome, tmp_path):
    outcome.save(str(tmp_path / "run"))
    rows = sparksoftmax.predict(IRIS, outcome).collect()
    assert len(rows) == 150
    assert {row.prediction for row in rows} == {"0", "1", "2"}
    assert sparksoftmax.predict(IRIS, outcome.model).collect() == rows
    assert sparksoftmax.predict(IRIS, tmp_path / "run").collect() == rows


def test_tuning_finds_the_best(spark):
    config = {**IRIS, "tune": {"strengths": [10, 0.001], "folds": 2}}
    tuned = sparksoftmax.tune(config)
    assert [score.configuration for score in tuned.scores] == [
        {"regularization.strength": "10"},
        {"regularization.strength": "0.001"},
    ]
    assert tuned.best is tuned.scores[1]
    assert tuned.best.log_loss < tuned.scores[0].log_loss
    assert tuned.best.standard_error > 0
    assert tuned.outcome.regularization_strength == 0.001
    assert tuned.outcome.measures["test"].accuracy > 0.9
    assert tuned.passes > 0


def test_a_failed_training_is_an_exception(spark):
    config = {
        **IRIS,
        "optimizer": {"type": "gradient-descent", "step-size": {"schedule": "constant", "initial": 1e300}},
    }
    with pytest.raises(TrainingFailed, match="^Training failed: DIVERGED after ") as error:
        sparksoftmax.train(config)
    assert error.value.last_good_model.numClasses == 3


def test_mistakes_are_one_line(spark, tmp_path):
    with pytest.raises(IllegalArgumentException, match="^Unknown key data.pth"):
        sparksoftmax.train({"data": {"pth": "iris.csv"}})
    with pytest.raises(IllegalArgumentException, match="^Invalid optimizer.max-iterations = -1 "):
        sparksoftmax.train({**IRIS, "optimizer.max-iterations": -1})
    with pytest.raises(IllegalArgumentException, match="no-such-file"):
        sparksoftmax.train({"data.path": str(tmp_path / "no-such-file.csv")})
    with pytest.raises(IllegalArgumentException, match="^Missing tune.strengths"):
        sparksoftmax.tune(IRIS)
    with pytest.raises(TypeError, match=r"^Invalid data.path: object \(must be a string"):
        sparksoftmax.train({"data.path": object()})


def test_values_are_exact(spark, tmp_path):
    settings = dict(
        _settings(
            {
                "data.path": tmp_path / "[a] ${b}",
                "data.classes": ["null", "1"],
                "data.weight-column": None,
                "optimizer": {"seed": np.int64(3), "tolerance": np.float64(1e-9)},
            }
        )
    )
    assert settings == {
        "data.path": f'"{tmp_path}/[a] ${{b}}"',
        "data.classes": '["null", "1"]',
        "data.weight-column": "null",
        "optimizer.seed": "3",
        "optimizer.tolerance": "1e-09",
    }
