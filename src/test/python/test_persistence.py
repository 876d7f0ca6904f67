"""Stages are saved and loaded, in both directions between Python and the JVM."""

import subprocess
import sys

import pytest
from conftest import clean_environment
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import OneVsRest, OneVsRestModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder

from sparksoftmax import SoftmaxClassificationModel, SoftmaxClassifier


def test_a_classifier_is_loaded_as_it_was(spark, tmp_path):
    classifier = SoftmaxClassifier(regParam=0.5, hiddenLayers=[8, 4], seed=7)
    classifier.save(str(tmp_path / "stage"))
    loaded = SoftmaxClassifier.load(str(tmp_path / "stage"))
    assert loaded.uid == classifier.uid
    assert loaded.extractParamMap() == classifier.extractParamMap()


def test_a_model_is_loaded_as_it_was(model, iris, tmp_path):
    model.save(str(tmp_path / "stage"))
    loaded = SoftmaxClassificationModel.load(str(tmp_path / "stage"))
    assert loaded.uid == model.uid
    assert loaded.getRegParam() == 0.01
    assert loaded.coefficientMatrix == model.coefficientMatrix
    assert loaded.interceptVector == model.interceptVector
    assert loaded.transform(iris).collect() == model.transform(iris).collect()


def test_a_loaded_model_has_its_summary(model, tmp_path):
    model.save(str(tmp_path / "stage"))
    loaded = SoftmaxClassificationModel.load(str(tmp_path / "stage"))
    assert loaded.hasSummary
    assert loaded.summary.objectiveHistory == model.summary.objectiveHistory
    assert loaded.summary.accuracy == model.summary.accuracy
    with pytest.raises(RuntimeError, match="^No predictions: the model was loaded"):
        _ = loaded.summary.predictions


def test_saving_twice_needs_overwrite(model, tmp_path):
    path = str(tmp_path / "stage")
    model.save(path)
    with pytest.raises(Exception, match="overwrite"):
        model.save(path)
    model.write().overwrite().save(path)


def test_pipelines_are_loaded(iris, tmp_path):
    pipeline = Pipeline(stages=[SoftmaxClassifier(regParam=0.25)])
    pipeline.save(str(tmp_path / "pipeline"))
    assert Pipeline.load(str(tmp_path / "pipeline")).getStages()[0].getRegParam() == 0.25
    fitted = pipeline.fit(iris)
    fitted.save(str(tmp_path / "fitted"))
    loaded = PipelineModel.load(str(tmp_path / "fitted"))
    assert isinstance(loaded.stages[0], SoftmaxClassificationModel)
    assert loaded.transform(iris).collect() == fitted.transform(iris).collect()


def test_a_cross_validated_model_is_loaded(iris, tmp_path):
    classifier = SoftmaxClassifier(maxIter=5)
    grid = ParamGridBuilder().addGrid(classifier.regParam, [0.001, 1.0]).build()
    fitted = CrossValidator(
        estimator=classifier,
        estimatorParamMaps=grid,
        evaluator=MulticlassClassificationEvaluator(),
        numFolds=2,
        seed=1,
    ).fit(iris)
    fitted.save(str(tmp_path / "validated"))
    loaded = CrossValidatorModel.load(str(tmp_path / "validated"))
    assert loaded.avgMetrics == pytest.approx(fitted.avgMetrics)
    assert loaded.bestModel.coefficientMatrix == fitted.bestModel.coefficientMatrix


def test_one_vs_rest_is_loaded(iris, tmp_path):
    fitted = OneVsRest(classifier=SoftmaxClassifier(regParam=0.001, maxIter=5)).fit(iris)
    fitted.save(str(tmp_path / "rest"))
    loaded = OneVsRestModel.load(str(tmp_path / "rest"))
    assert isinstance(loaded.models[0], SoftmaxClassificationModel)
    assert loaded.transform(iris).collect() == fitted.transform(iris).collect()


@pytest.mark.classic
def test_the_jvm_loads_what_python_saved(spark, iris, model, tmp_path):
    model.save(str(tmp_path / "stage"))
    java = spark._jvm.org.sparksoftmax.ml.SoftmaxClassificationModel.load(str(tmp_path / "stage"))
    assert java.uid() == model.uid
    assert java.transform(iris._jdf).count() == 150
    fitted = PipelineModel([model])
    fitted.save(str(tmp_path / "pipeline"))
    pipeline = spark._jvm.org.apache.spark.ml.PipelineModel.load(str(tmp_path / "pipeline"))
    assert pipeline.stages()[0].getRegParam() == 0.01


@pytest.mark.classic
def test_python_loads_what_the_jvm_saved(spark, iris, tmp_path):
    jvm = spark._jvm
    java = jvm.org.sparksoftmax.ml.SoftmaxClassifier().setRegParam(0.125).fit(iris._jdf)
    java.save(str(tmp_path / "stage"))
    loaded = SoftmaxClassificationModel.load(str(tmp_path / "stage"))
    assert loaded.getRegParam() == 0.125
    assert loaded.transform(iris).count() == 150
    stages = spark.sparkContext._gateway.new_array(jvm.org.apache.spark.ml.PipelineStage, 1)
    stages[0] = jvm.org.sparksoftmax.ml.SoftmaxClassifier().setRegParam(0.5)
    jvm.org.apache.spark.ml.Pipeline().setStages(stages).save(str(tmp_path / "pipeline"))
    assert Pipeline.load(str(tmp_path / "pipeline")).getStages()[0].getRegParam() == 0.5


FRESH = """
import sys
from pyspark.sql import SparkSession
from pyspark.ml import PipelineModel
from pyspark.ml.linalg import Vectors
from sparksoftmax import spark_session

builder = SparkSession.builder
if sys.argv[2] == "classic":
    builder = builder.master("local[1]").config("spark.ui.enabled", "false")
else:
    builder = builder.remote(sys.argv[2])
spark = spark_session(builder)
model = PipelineModel.load(sys.argv[1]).stages[0]
print(type(model).__name__, model.labels, model.predict(Vectors.dense(5.0, 3.4, 1.5, 0.2)))
spark.stop()
"""


def test_a_fresh_process_loads_a_pipeline(address, model, tmp_path):
    PipelineModel([model]).save(str(tmp_path / "pipeline"))
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(tmp_path / "pipeline"), address or "classic"],
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "SoftmaxClassificationModel ['0', '1', '2'] 0.0"


def test_training_starts_from_a_saved_model(model, iris, tmp_path):
    model.save(str(tmp_path / "stage"))
    warm = SoftmaxClassifier(regParam=0.01, initialModelPath=str(tmp_path / "stage")).fit(iris)
    assert warm.summary.objectiveHistory[0] < model.summary.objectiveHistory[0]
    assert warm.summary.totalIterations < model.summary.totalIterations


@pytest.mark.classic
def test_training_starts_from_a_model(model, iris):
    classifier = SoftmaxClassifier(regParam=0.01).setInitialModel(model)
    warm = classifier.copy().fit(iris)
    assert warm.summary.totalIterations < model.summary.totalIterations
    cold = classifier.setInitialModel(None).fit(iris)
    assert cold.coefficientMatrix == model.coefficientMatrix


@pytest.mark.connect
def test_an_initial_model_over_connect_is_a_path(model):
    with pytest.raises(RuntimeError, match=r"^setInitialModel\(model\) needs a classic session"):
        SoftmaxClassifier().setInitialModel(model)
