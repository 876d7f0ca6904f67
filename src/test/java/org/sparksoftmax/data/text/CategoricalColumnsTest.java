package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparksoftmax.data.row.ReaderTestSupport.config;
import static org.sparksoftmax.data.row.ReaderTestSupport.sample;
import static org.sparksoftmax.data.row.ReaderTestSupport.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/** The configuration determines the categorical columns in training, and the model afterwards. */
class CategoricalColumnsTest {

  private static final LabelIndex CLASSES = LabelIndex.inGivenOrder(List.of("no", "yes"));

  @TempDir private Path folder;

  private int[] categorical(ReadPurpose purpose) throws IOException {
    Path file = write(folder, "a.csv", "x,y,label\n1,2,no\n");
    DataConfig config = config("data.categorical-columns=[y]");
    return CsvSchema.resolve(config, sample(file, config), purpose, remark -> {})
        .columns()
        .categorical();
  }

  @Test
  void whileTrainingTheConfigurationNamesThem() throws IOException {
    assertThat(categorical(ReadPurpose.training())).containsExactly(1);
  }

  @Test
  void aModelWithoutColumnsHasNone() throws IOException {
    FeatureSchema ofLibsvm = FeatureSchema.unnamed(2);
    assertThat(categorical(ReadPurpose.evaluation(ofLibsvm, CLASSES))).isEmpty();
    assertThat(categorical(ReadPurpose.prediction(ofLibsvm))).isEmpty();
  }

  @Test
  void aModelWithColumnsNamesThem() throws IOException {
    FeatureSchema model =
        new FeatureSchema(
            3,
            List.of(
                new FeatureSchema.InputColumn("x", List.of("1", "2")),
                new FeatureSchema.InputColumn("y", List.of())),
            true);
    assertThat(categorical(ReadPurpose.prediction(model))).containsExactly(0);
  }
}
