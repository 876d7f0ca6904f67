"""Parameters in Python are those of the JVM."""

import inspect

import numpy as np
import pytest
from pyspark.ml.linalg import Vectors

from sparksoftmax import SoftmaxClassificationModel, SoftmaxClassifier

# A value for every parameter, other than its default.
VALUES = {
    "activation": "tanh",
    "aggregationDepth": 3,
    "balancedClasses": True,
    "calibration": "temperature",
    "checkpointDir": "checkpoints",
    "checkpointInterval": 7,
    "classWeights": [1.0, 2.0, 3.0],
    "dropout": 0.25,
    "elasticNetParam": 0.5,
    "family": "multinomial",
    "featuresCol": "f",
    "fitIntercept": False,
    "hiddenLayers": [8, 4],
    "initialModelPath": "runs/earlier",
    "labelCol": "l",
    "labelSmoothing": 0.125,
    "maxIter": 11,
    "minImprovement": 0.001,
    "miniBatchFraction": 0.5,
    "miniBatchSize": 64,
    "numPartitions": 3,
    "patience": 4,
    "predictionCol": "p",
    "probabilityCol": "pr",
    "rawPredictionCol": "raw",
    "regParam": 0.75,
    "seed": 2**40,
    "softLabelCol": "soft",
    "solver": "adam",
    "standardization": False,
    "stepSize": 0.375,
    "storage": "f64",
    "threshold": 0.25,
    "thresholds": [0.5, 0.25, 0.25],
    "tol": 1e-9,
    "validationIndicatorCol": "held-out",
    "validationMetric": "accuracy",
    "weightCol": "w",
}

# The parameters that pyspark declares, in words of its own.
OF_PYSPARK = (
    "featuresCol",
    "labelCol",
    "predictionCol",
    "probabilityCol",
    "rawPredictionCol",
    "thresholds",
)


def names(stage):
    return [param.name for param in stage.params]


def value_of(stage, name):
    return stage.getOrDefault(stage.getParam(name))


def getter(stage, name):
    return getattr(stage, f"get{name[0].upper()}{name[1:]}")()


def setter(stage, name):
    return getattr(stage, f"set{name[0].upper()}{name[1:]}")


def test_every_parameter_has_a_value_here(spark):
    assert set(names(SoftmaxClassifier())) <= set(VALUES)


def test_every_parameter_is_set_and_read_back(spark, tmp_path):
    stage = SoftmaxClassifier()
    given = [name for name in names(stage) if name != "threshold"]  # which clears thresholds
    for name in given:
        assert setter(stage, name)(VALUES[name]) is stage
        assert getter(stage, name) == VALUES[name]
    stage.save(str(tmp_path / "stage"))  # which passes through the JVM
    loaded = SoftmaxClassifier.load(str(tmp_path / "stage"))
    assert {name: getter(loaded, name) for name in given} == {name: VALUES[name] for name in given}


@pytest.mark.classic
def test_every_parameter_reaches_the_jvm(spark):
    for name in names(SoftmaxClassifier()):
        stage = SoftmaxClassifier(**{name: VALUES[name]})  # which its object of Java lives as long as
        java = stage._to_java()
        value = java.getOrDefault(java.getParam(name))
        if isinstance(VALUES[name], list):
            value = list(value)
        assert value == VALUES[name], name


@pytest.mark.classic
def test_defaults_and_documentation_are_those_of_the_jvm(spark):
    stage = SoftmaxClassifier()
    java = spark._jvm.org.sparksoftmax.ml.SoftmaxClassifier()
    declared = {param.name(): param for param in java.params()}
    assert set(names(stage)) == set(declared)
    for param in stage.params:
        theirs = declared[param.name]
        assert stage.hasDefault(param) == java.hasDefault(theirs), param.name
        if stage.hasDefault(param):
            assert stage.getOrDefault(param) == java.getOrDefault(theirs), param.name
        if param.name not in OF_PYSPARK:
            assert param.doc == theirs.doc(), param.name


def test_the_keywords_of_the_constructor_are_the_parameters(spark):
    keywords = set(inspect.signature(SoftmaxClassifier.__init__).parameters) - {"self"}
    assert keywords == set(names(SoftmaxClassifier()))
    for name in keywords - {"threshold", "thresholds"}:
        assert value_of(SoftmaxClassifier(**{name: VALUES[name]}), name) == VALUES[name]


def test_the_constructor_takes_keywords_only(spark):
    with pytest.raises(TypeError, match="keyword"):
        SoftmaxClassifier("features")
    with pytest.raises(TypeError, match="keyword"):
        SoftmaxClassifier().setParams("features")


def test_set_params_keeps_the_others(spark):
    stage = SoftmaxClassifier(maxIter=7).setParams(regParam=0.5)
    assert stage.getMaxIter() == 7
    assert stage.getRegParam() == 0.5


def test_numbers_and_sequences_are_converted(spark, iris):
    stage = SoftmaxClassifier(regParam=1, hiddenLayers=(4,), classWeights=np.array([1, 2, 1]))
    stage.setMaxIter(3.0).setTol(0).setThresholds([1, 1, 1]).setSeed(np.int64(5))
    assert stage.getRegParam() == 1.0
    assert stage.getHiddenLayers() == [4]
    assert stage.getClassWeights() == [1.0, 2.0, 1.0]
    assert stage.fit(iris).numClasses == 3


def test_unset_lists_are_empty(spark):
    assert SoftmaxClassifier().getHiddenLayers() == []
    assert SoftmaxClassifier().getClassWeights() == []


def test_a_mistaken_type_is_named(spark):
    with pytest.raises(TypeError, match="maxIter"):
        SoftmaxClassifier(maxIter="many")
    with pytest.raises(TypeError, match="hiddenLayers"):
        SoftmaxClassifier().setHiddenLayers(8)
    with pytest.raises(TypeError, match="unexpected keyword"):
        SoftmaxClassifier(regparam=1.0)


def test_copies_are_independent(spark):
    stage = SoftmaxClassifier(regParam=0.5)
    copy = stage.copy({stage.regParam: 0.25})
    copy.setMaxIter(3)
    assert (stage.getRegParam(), copy.getRegParam()) == (0.5, 0.25)
    assert stage.getMaxIter() == 100
    assert copy.uid == stage.uid


def test_clear_restores_the_default(spark, iris):
    stage = SoftmaxClassifier(maxIter=1)
    stage.clear(stage.maxIter)
    assert stage.getMaxIter() == 100
    assert stage.fit(iris).summary.totalIterations > 1


def test_explain_params_has_default_and_value(spark):
    text = SoftmaxClassifier(regParam=0.5).explainParam("regParam")
    assert text == "regParam: regularization parameter (>= 0) (default: 0.0, current: 0.5)"


def test_the_model_has_the_parameters_of_its_classifier(model):
    assert model.getRegParam() == 0.01
    assert isinstance(model, SoftmaxClassificationModel)
    assert model.predict(Vectors.dense(5.0, 3.4, 1.5, 0.2)) == 0.0
