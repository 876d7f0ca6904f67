"""A Spark Connect server whose plugin fits LogisticRegression; the code of the client is plain PySpark."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, clean_environment, connect_server

from sparksoftmax import jar_path

BACKEND = "spark.connect.ml.backend.classes=org.sparksoftmax.connect.SoftmaxBackend"

CLIENT = """
import json, sys
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression, LogisticRegressionModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession


def results(spark, data, folder):
    table = spark.read.csv(data, sep="\\t", header=True, inferSchema=True)
    names = ["sepal-length", "sepal-width", "petal-length", "petal-width"]
    rows = VectorAssembler(inputCols=names, outputCol="features").transform(table)
    regression = LogisticRegression(labelCol="target", regParam=0.01, maxIter=200, tol=1e-8)
    model = Pipeline(stages=[regression]).fit(rows).stages[0]
    binomial = regression.copy({regression.family: "binomial"}).fit(rows.where("target < 2"))
    model.write().overwrite().save(folder + "/model")
    loaded = LogisticRegressionModel.load(folder + "/model")
    regression.write().overwrite().save(folder + "/estimator")
    grid = ParamGridBuilder().addGrid(regression.regParam, [0.01, 1.0]).build()
    evaluator = MulticlassClassificationEvaluator(labelCol="target", metricName="logLoss")
    chosen = CrossValidator(
        estimator=regression, estimatorParamMaps=grid, evaluator=evaluator, numFolds=2, seed=1
    ).fit(rows)
    return {
        "uid": regression.uid == model.uid,
        "coefficients": model.coefficientMatrix.toArray().tolist(),
        "intercepts": model.interceptVector.tolist(),
        "loaded": loaded.coefficientMatrix.toArray().tolist(),
        "saved": LogisticRegression.load(folder + "/estimator").getRegParam(),
        "history": list(model.summary.objectiveHistory),
        "accuracy": model.summary.accuracy,
        "recall": list(model.summary.recallByLabel),
        "evaluated": model.evaluate(rows).accuracy,
        "predictions": [row.prediction for row in model.transform(rows).select("prediction").collect()],
        "binomial": binomial.coefficients.toArray().tolist(),
        "chosen": chosen.bestModel.getRegParam(),
    }


# Models that are deleted while Python exits would wait for the server for ever.
url, data, folder = sys.argv[1:]
spark = SparkSession.builder.remote(url).getOrCreate()
print(json.dumps(results(spark, data, folder)))
spark.stop()
"""


def results(url, folder):
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, url, str(ROOT / "src/main/data/iris.tsv.gz"), str(folder)],
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.connect
def test_logistic_regression_is_fitted_by_the_plugin(address, tmp_path):
    plain = results(address, tmp_path)
    with connect_server(tmp_path, "--jars", jar_path(), "--conf", BACKEND) as url:
        ours = results(url, tmp_path)
    log = Path(tmp_path, "server.log").read_text()
    assert log.count("was fitted by spark-softmax in ") == 1 + 2 * 2 + 1  # and the folds
    assert ours["coefficients"] != plain["coefficients"]
    for found, expected in zip(ours["coefficients"], plain["coefficients"]):
        assert found == pytest.approx(expected, abs=2e-3)
    assert ours["intercepts"] == pytest.approx(plain["intercepts"], abs=2e-3)
    assert ours["history"][-1] == pytest.approx(plain["history"][-1], abs=1e-7)
    assert ours["loaded"] == ours["coefficients"]
    for same in ("accuracy", "recall", "evaluated", "predictions", "binomial", "saved", "chosen"):
        assert ours[same] == plain[same], same
    assert ours["uid"] and plain["uid"] and ours["saved"] == 0.01
