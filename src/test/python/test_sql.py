"""The functions of SQL that spark.sql.extensions adds to a session, or to a server."""

import pytest
from pyspark.errors import AnalysisException
from pyspark.sql.functions import expr


@pytest.fixture(scope="module")
def stage(model, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("sql") / "stage")
    model.write().save(path)
    return path


def test_scores_are_those_of_transform(spark, iris, model, stage):
    iris.createOrReplaceTempView("iris")
    scores = spark.sql(
        f"SELECT softmax_predict('{stage}', features), softmax_probabilities('{stage}', features) FROM iris"
    ).collect()
    expected = model.transform(iris).select("prediction", "probability").collect()
    assert len(scores) == len(expected) == 150
    for (label, probabilities), (prediction, vector) in zip(scores, expected):
        assert label == str(int(prediction))
        assert probabilities == {str(k): p for k, p in enumerate(vector)}


def test_columns_have_the_names_of_the_model(spark, iris, stage):
    from pyspark.ml.functions import vector_to_array

    names = ["sepal-length", "sepal-width", "petal-length", "petal-width"]
    values = vector_to_array("features")
    columns = iris.select("features", *[values[j].alias(name) for j, name in enumerate(names)])
    rows = columns.select(
        expr(f"softmax_predict('{stage}', features)"),
        expr(f"softmax_predict('{stage}', `Petal-Width`, `petal-length`, `sepal-width`, `sepal-length`)"),
        expr(f"softmax_predict('{stage}', struct(*))"),
    )
    assert all(a == b == c for a, b, c in rows.collect())
    nulls = spark.sql(f"SELECT softmax_predict('{stage}', array(1, 2, NULL, 4))")
    assert nulls.first()[0] is None


@pytest.mark.parametrize(
    "call, message",
    [
        ("softmax_predict('/no/model', features)", "Cannot find a model in /no/model: "),
        ("softmax_predict(string(label), features)", "(must be a constant string)"),
        ("softmax_probabilities('{stage}', label)", "There is no column sepal-length among label; "),
    ],
)
def test_wrong_calls_are_one_line(iris, stage, call, message):
    with pytest.raises(AnalysisException) as error:
        iris.select(expr(call.format(stage=stage))).schema
    line = str(error.value).splitlines()[0]
    assert line.startswith("Cannot apply softmax_pr") and message in line
