"""Fitting, predicting and measuring."""


import numpy as np
import pytest
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression, OneVsRest
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import IDF, HashingTF, StringIndexer, Tokenizer
from pyspark.ml.functions import vector_to_array
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder, TrainValidationSplit
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from sparksoftmax import SoftmaxClassifier, SoftmaxSummary, SoftmaxTrainingSummary


@pytest.fixture(scope="module")
def texts(spark):
    return spark.createDataFrame(
        [("spark runs jobs", "tech"), ("rain and wind", "weather"), ("jobs on spark", "tech")] * 5
        + [("sun and rain", "weather")] * 5,
        ["text", "topic"],
    )


def pipeline(classifier):
    return Pipeline(
        stages=[
            StringIndexer(inputCol="topic", outputCol="label"),
            Tokenizer(inputCol="text", outputCol="words"),
            HashingTF(inputCol="words", outputCol="counts", numFeatures=64),
            IDF(inputCol="counts", outputCol="features"),
            classifier,
        ]
    )


def test_the_model_is_that_of_logistic_regression(iris, model):
    peer = LogisticRegression(regParam=0.01, tol=1e-9, family="multinomial").fit(iris)
    ours = SoftmaxClassifier(regParam=0.01, tol=1e-9).fit(iris)
    assert np.allclose(
        ours.coefficientMatrix.toArray(), peer.coefficientMatrix.toArray(), atol=1e-4
    )
    assert np.allclose(ours.interceptVector.toArray(), peer.interceptVector.toArray(), atol=1e-3)
    assert (ours.numClasses, ours.numFeatures) == (3, 4)
    assert ours.coefficientMatrix.toArray().shape == (3, 4)


def test_predictions_are_appended(iris, model):
    scored = model.transform(iris)
    assert scored.columns == ["label", "features", "rawPrediction", "probability", "prediction"]
    accuracy = MulticlassClassificationEvaluator(metricName="accuracy").evaluate(scored)
    assert accuracy == pytest.approx(model.summary.accuracy)


def test_one_vector_is_predicted_as_its_row(iris, model):
    row = model.transform(iris).first()
    assert model.predict(row.features) == row.prediction
    assert np.allclose(model.predictRaw(row.features).toArray(), row.rawPrediction.toArray())
    assert np.allclose(model.predictProbability(row.features).toArray(), row.probability.toArray())


def test_columns_of_the_model_can_be_named(iris, model):
    named = model.copy().setProbabilityCol("p").setRawPredictionCol("").setPredictionCol("class")
    assert named.transform(iris).columns == ["label", "features", "p", "class"]
    assert model.transform(iris).columns[-1] == "prediction"


def test_labels_and_features_have_names(texts, model):
    assert model.labels == ["0", "1", "2"]
    assert model.featureNames == ["sepal-length", "sepal-width", "petal-length", "petal-width"]
    fitted = pipeline(SoftmaxClassifier()).fit(texts).stages[-1]
    assert fitted.labels == ["tech", "weather"]
    assert len(fitted.featureNames) == 64


def test_the_text_pipeline_learns(texts):
    scored = pipeline(SoftmaxClassifier(regParam=0.01)).fit(texts).transform(texts)
    assert scored.filter("label != prediction").count() == 0


def test_fit_takes_a_param_map_and_a_list_of_them(iris):
    classifier = SoftmaxClassifier(maxIter=1)
    assert classifier.fit(iris, {classifier.maxIter: 4}).summary.totalIterations == 4
    models = classifier.fit(iris, [{classifier.maxIter: 2}, {classifier.maxIter: 3}])
    assert [fitted.summary.totalIterations for fitted in models] == [2, 3]
    assert classifier.getMaxIter() == 1


def test_cross_validation_chooses(iris):
    classifier = SoftmaxClassifier()
    grid = ParamGridBuilder().addGrid(classifier.regParam, [0.001, 100.0]).build()
    chosen = CrossValidator(
        estimator=classifier,
        estimatorParamMaps=grid,
        evaluator=MulticlassClassificationEvaluator(metricName="logLoss"),
        numFolds=2,
        parallelism=2,
        seed=1,
    ).fit(iris)
    assert chosen.avgMetrics[0] < chosen.avgMetrics[1]
    assert chosen.bestModel.getRegParam() == 0.001
    assert chosen.bestModel.summary.accuracy > 0.9


def test_train_validation_split_chooses(iris):
    classifier = SoftmaxClassifier()
    grid = ParamGridBuilder().addGrid(classifier.regParam, [0.001, 100.0]).build()
    chosen = TrainValidationSplit(
        estimator=classifier,
        estimatorParamMaps=grid,
        evaluator=MulticlassClassificationEvaluator(),
        seed=1,
    ).fit(iris)
    assert chosen.bestModel.getRegParam() == 0.001


def test_one_vs_rest_uses_it_for_each_class(iris):
    fitted = OneVsRest(classifier=SoftmaxClassifier(regParam=0.001)).fit(iris)
    assert len(fitted.models) == 3
    accuracy = MulticlassClassificationEvaluator(metricName="accuracy")
    assert accuracy.evaluate(fitted.transform(iris)) > 0.9


def test_one_vs_rest_has_weights(iris):
    weighted = iris.withColumn("w", F.lit(2.0))
    classifier = OneVsRest(classifier=SoftmaxClassifier(regParam=0.001), weightCol="w")
    assert classifier.fit(weighted).models[0].getWeightCol() == "w"


def test_a_network_learns_what_no_linear_model_can(spark):
    xor = spark.createDataFrame(
        [(float(a != b), Vectors.dense(a, b)) for a in (0.0, 1.0) for b in (0.0, 1.0)] * 10,
        ["label", "features"],
    )
    network = SoftmaxClassifier(hiddenLayers=[8], activation="tanh", maxIter=200).fit(xor)
    assert network.summary.accuracy == 1.0
    assert network.labels == ["0", "1"]
    with pytest.raises(Exception, match="^A network has no coefficient"):
        _ = network.coefficientMatrix


def test_pandas_in_and_out(spark):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0] * 5, "label": [0.0, 0.0, 1.0, 1.0] * 5})
    from pyspark.ml.feature import VectorAssembler

    rows = VectorAssembler(inputCols=["x"], outputCol="features").transform(
        spark.createDataFrame(frame)
    )
    scored = SoftmaxClassifier(regParam=0.01).fit(rows).transform(rows)
    result = scored.select("label", "prediction", vector_to_array("probability").alias("p")).toPandas()
    assert (result["label"] == result["prediction"]).all()
    assert np.allclose([sum(p) for p in result["p"]], 1.0)


# ---------------------------------------------------------------------------------------- summary


def test_the_summary_has_the_course_of_training(iris, model):
    summary = model.summary
    assert isinstance(summary, SoftmaxTrainingSummary)
    assert model.hasSummary
    assert summary.stopReason == "CONVERGED"
    assert len(summary.objectiveHistory) == summary.totalIterations + 1
    assert len(summary.gradientNormHistory) == summary.totalIterations + 1
    assert summary.objectiveHistory[0] == pytest.approx(np.log(3))
    assert summary.objectiveHistory[-1] == summary.objective
    assert summary.passes > summary.totalIterations
    assert summary.warnings == []
    assert summary.validation is None


def test_the_measures_are_those_of_mllib(iris, model):
    summary = model.evaluate(iris)
    assert isinstance(summary, SoftmaxSummary)
    peer = model.transform(iris)

    def measure(name, **options):
        return MulticlassClassificationEvaluator(metricName=name, **options).evaluate(peer)

    assert summary.numInstances == 150
    assert summary.labels == [0.0, 1.0, 2.0]
    assert summary.accuracy == pytest.approx(measure("accuracy"))
    assert summary.logLoss == pytest.approx(measure("logLoss"))
    assert summary.weightedPrecision == pytest.approx(measure("weightedPrecision"))
    assert summary.weightedRecall == pytest.approx(measure("weightedRecall"))
    assert summary.weightedTruePositiveRate == pytest.approx(measure("weightedTruePositiveRate"))
    assert summary.weightedFalsePositiveRate == pytest.approx(measure("weightedFalsePositiveRate"))
    assert summary.weightedFMeasure() == pytest.approx(measure("weightedFMeasure"))
    assert summary.weightedFMeasure(2.0) == pytest.approx(measure("weightedFMeasure", beta=2.0))
    for k in range(3):
        one = {"metricLabel": float(k)}
        assert summary.precisionByLabel[k] == pytest.approx(measure("precisionByLabel", **one))
        assert summary.recallByLabel[k] == pytest.approx(measure("recallByLabel", **one))
        assert summary.truePositiveRateByLabel[k] == summary.recallByLabel[k]
        assert summary.falsePositiveRateByLabel[k] == pytest.approx(
            measure("falsePositiveRateByLabel", **one)
        )
        assert summary.fMeasureByLabel(0.5)[k] == pytest.approx(
            measure("fMeasureByLabel", beta=0.5, **one)
        )


def test_the_summary_predicts_the_rows(iris, model):
    predictions = model.summary.predictions
    assert isinstance(predictions, DataFrame)
    assert predictions.count() == 150
    assert model.evaluate(iris.limit(10)).predictions.count() == 10


def test_validation_rows_are_measured(iris):
    marked = iris.withColumn("held-out", F.pmod(F.hash("features"), F.lit(3)) == 0)
    fitted = SoftmaxClassifier(
        regParam=0.01, validationIndicatorCol="held-out", calibration="temperature"
    ).fit(marked)
    held_out = marked.filter("`held-out`")
    validation = fitted.summary.validation
    assert validation.numInstances == held_out.count()
    assert validation.logLoss == pytest.approx(fitted.evaluate(held_out).logLoss)


def test_evaluate_takes_a_data_frame(model):
    with pytest.raises(TypeError, match="must be a DataFrame, not list"):
        model.evaluate([])


def test_the_report_is_a_page_for_notebooks_and_files(model, tmp_path):
    report = model.summary.report()
    shown = report._repr_html_()
    assert shown.startswith("<iframe srcdoc=") and shown.endswith("</iframe>")
    assert "<script" not in shown  # within the frame only, escaped
    report.save(str(tmp_path / "report.html"))
    page = (tmp_path / "report.html").read_text()
    assert page == report.html
    assert page.lower().startswith("<!doctype html>")
    assert model.uid in page and "CONVERGED" in page


def test_exports_are_files_here(model, tmp_path):
    model.export_onnx(str(tmp_path / "model.onnx"))
    model.export_pmml(str(tmp_path / "model.pmml"))
    assert b"spark-softmax" in (tmp_path / "model.onnx").read_bytes()
    assert b"<PMML" in (tmp_path / "model.pmml").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.onnx", "model.pmml"]


def test_an_onnx_file_has_the_chosen_precision(model, tmp_path):
    for precision in ("float32", "float64"):
        model.export_onnx(
            str(tmp_path / precision), inputs="columns", precision=precision, model_version=3
        )
    single, double = ((tmp_path / name).read_bytes() for name in ("float32", "float64"))
    assert b"computes in float32" in single and b"computes in float64" in double
    with pytest.raises(Exception, match="precision must be one of auto, float32, float64"):
        model.export_onnx(str(tmp_path / "model.onnx"), precision="float16")
