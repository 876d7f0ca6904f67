package org.sparksoftmax.data;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.block.BlockInventory;
import org.sparksoftmax.data.block.CheckedSum;
import org.sparksoftmax.data.block.ClassTotals;
import org.sparksoftmax.data.block.RawBlock;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.data.job.JointPass;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ColumnSquares;
import org.sparksoftmax.math.block.ColumnSums;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.evaluate.ClassificationCounts;
import org.sparksoftmax.math.evaluate.Mistake;
import org.sparksoftmax.math.evaluate.MistakeSum;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.ExactSum;
import org.sparksoftmax.math.loss.CrossValidationFolds;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.objective.PartitionMove;
import org.sparksoftmax.math.objective.WeightSums;

/**
 * Registers with Kryo the classes that the processes of a job exchange. Kryo writes blocks as
 * arrays, preceded by a class number. Records use Java serialization, because Kryo 4 cannot set
 * their final fields. No output file uses this format.
 */
public final class KryoClasses implements KryoRegistrator {

  /**
   * Selects Kryo unless {@code conf} specifies a serializer, and lets tasks return gradients
   * directly.
   */
  public static void choose(SparkConf conf) {
    // Larger results go through the block manager, which costs a round trip and two copies. Spark
    // also limits direct results to its maximum message size.
    conf.setIfMissing("spark.task.maxDirectResultSize", "120m");
    // Spark allocates a whole piece for every broadcast, also for the few kilobytes of a job.
    conf.setIfMissing("spark.broadcast.blockSize", "512k");
    if (conf.contains("spark.serializer")) {
      return;
    }
    conf.set("spark.serializer", KryoSerializer.class.getName())
        .set("spark.kryo.registrator", KryoClasses.class.getName())
        // The maximum that Spark allows, because a gradient of a hundred million entries is one
        // object.
        .setIfMissing("spark.kryoserializer.buffer.max", "2047m");
  }

  /**
   * Checks that these classes are registered if the user has selected Kryo.
   *
   * @throws ConfigException if they are not
   */
  static void require(SparkConf conf) {
    boolean kryo = conf.get("spark.serializer", "").equals(KryoSerializer.class.getName());
    String registrators = conf.get("spark.kryo.registrator", "");
    if (kryo && !registrators.contains(KryoClasses.class.getName())) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot work with Kryo as it is: add %s to spark.kryo.registrator",
              KryoClasses.class.getName()));
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
            CheckedSum.class,
            JointPass.Both.class,
            ExampleBlock[].class,
            LossGradientSum.class,
            LossGradientSum.LossSum.class,
            LossGradientSum.LossSum[].class,
            Targets.class,
            CrossValidationFolds.class,
            KernelParameters.class,
            GradientGrid.class,
            Dropout.class,
            PartitionMove.class,
            PartitionMove.Start.class,
            float[][].class,
            double[][].class,
            WeightSums.class,
            ClassificationCounts.class,
            MistakeSum.class,
            Mistake.class)
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
