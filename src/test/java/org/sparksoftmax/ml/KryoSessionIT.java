package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.data.KryoClasses;

/** Tests sessions in which the user has selected Kryo. */
class KryoSessionIT {

  private SparkSession spark;

  private SparkSession.Builder kryo() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.serializer", KryoSerializer.class.getName());
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  @Test
  void needOurRegistrator() {
    spark = kryo().getOrCreate();
    assertThatThrownBy(() -> new SoftmaxClassifier().fit(Stages.iris(spark)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot work with Kryo as it is: add org.sparksoftmax.data.KryoClasses to spark.kryo.registrator");
  }

  @Test
  void trainTheSameModelWithIt() {
    spark = kryo().config("spark.kryo.registrator", KryoClasses.class.getName()).getOrCreate();
    String withKryo = fit();
    spark.stop();
    spark = Stages.session();
    assertThat(fit()).isEqualTo(withKryo);
  }

  private String fit() {
    Dataset<Row> iris = Stages.iris(spark);
    SoftmaxClassificationModel network =
        new SoftmaxClassifier().setHiddenLayers(4).setMaxIter(5).fit(iris);
    SoftmaxClassificationModel linear =
        new SoftmaxClassifier().setBalancedClasses(true).setMaxIter(5).fit(iris);
    assertThat(linear.transform(iris).filter("prediction = label").count()).isGreaterThan(130);
    return network.softmaxModel().sha256() + linear.softmaxModel().sha256();
  }
}
