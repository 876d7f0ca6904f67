package org.sparksoftmax.data;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.ColumnSquares;
import org.sparksoftmax.linalg.ColumnSums;
import org.sparksoftmax.linalg.CsrBlock;
import org.sparksoftmax.linalg.DenseBlock;
import org.sparksoftmax.linalg.ExactSum;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.F32Values;
import org.sparksoftmax.linalg.F64Values;
import org.sparksoftmax.linalg.U8Values;
import org.sparksoftmax.model.ModelStack;
import org.sparksoftmax.model.ParameterLayout;

/**
 * Registers what travels between the processes of a job: blocks as arrays behind a number for their
 * class, and records, whose final fields Kryo 4 cannot set, in Java's form. Nothing of this is ever
 * written to a file of ours.
 */
public final class KryoClasses implements KryoRegistrator {

  /** What travels once an evaluation and belongs to packages above this one. */
  private static final String SUMS =
      "org.sparksoftmax.objective.LossGradientSum,org.sparksoftmax.objective.FeatureSums,"
          + "org.sparksoftmax.objective.LossGradientSum$LossSum,"
          + "[Lorg.sparksoftmax.objective.LossGradientSum$LossSum;,"
          + "org.sparksoftmax.loss.Targets,org.sparksoftmax.loss.Folds,"
          + "org.sparksoftmax.objective.KernelParameters,org.sparksoftmax.objective.GradientGrid,"
          + "org.sparksoftmax.network.Dropout,org.sparksoftmax.train.PartitionMove,[[F,"
          + "org.sparksoftmax.train.PartitionDescent$Start,org.sparksoftmax.train.WeightSums,"
          + "org.sparksoftmax.evaluate.ClassificationCounts,"
          + "org.sparksoftmax.evaluate.MistakeSum,org.sparksoftmax.evaluate.Mistake";

  /** Chooses Kryo, unless {@code conf} names a serializer, and the direct way for gradients. */
  public static void choose(SparkConf conf) {
    // Larger results go through the block manager, which costs a round trip and two copies. Spark
    // itself stays below the largest message that it sends.
    conf.setIfMissing("spark.task.maxDirectResultSize", "120m");
    if (conf.contains("spark.serializer")) {
      return;
    }
    conf.set("spark.serializer", KryoSerializer.class.getName())
        .set("spark.kryo.registrator", KryoClasses.class.getName())
        .set("spark.kryo.classesToRegister", SUMS)
        // The largest that Spark allows: a gradient of a hundred million entries is one object.
        .setIfMissing("spark.kryoserializer.buffer.max", "2047m");
  }

  /**
   * Checks that Kryo, where somebody else has chosen it, can take what travels.
   *
   * @throws ConfigException if it cannot
   */
  static void require(SparkConf conf) {
    boolean kryo = conf.get("spark.serializer", "").equals(KryoSerializer.class.getName());
    String registrators = conf.get("spark.kryo.registrator", "");
    if (kryo && !registrators.contains(KryoClasses.class.getName())) {
      throw new ConfigException(
          "Cannot work with Kryo as it is: add %s to spark.kryo.registrator"
              .formatted(KryoClasses.class.getName()));
    }
  }

  @Override
  public void registerClasses(Kryo kryo) {
    List.of(
            ExampleBlock.class,
            DenseBlock.class,
            CsrBlock.class,
            U8Values.class,
            F32Values.class,
            F64Values.class,
            ColumnSquares.class,
            ColumnMagnitudes.class,
            ColumnSums.class,
            ExactSum.class,
            ExactSum[].class,
            BlockInventory.class,
            ClassTotals.class,
            ExampleBlock[].class)
        .forEach(kryo::register);
    for (Class<?> inJavaForm :
        List.of(
            ParameterLayout.class,
            ModelStack.class,
            InputSplit.class,
            RawPartition.class,
            RawBlock.class,
            RawSummary.class,
            RejectedRow.class,
            RawSummary.BlockSize.class,
            PredictionInput.Batch.class)) {
      kryo.register(inJavaForm, new JavaSerializer());
    }
  }
}
