package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparksoftmax.config.parse.Messages.messageOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ClassNames;
import org.sparksoftmax.config.ReportConfig;
import org.sparksoftmax.config.ReportConfig.ImageShape;
import org.sparksoftmax.config.TrainingConfig;

class ReportConfigTest {

  private static TrainingConfig read(String... overrides) {
    List<String> all = new ArrayList<>(List.of("data.path=a"));
    all.addAll(List.of(overrides));
    return ConfigReader.read(Optional.empty(), all, Map.of());
  }

  @Test
  void nothingIsSetByDefault() {
    assertThat(read().report()).isEqualTo(new ReportConfig(Optional.empty(), Optional.empty()));
    assertThat(read().data().featureNames()).isEmpty();
  }

  @Test
  void namesComeFromAListOrFromAFile() {
    assertThat(read("report.class-names=[cat, dog]").report().classNames())
        .contains(new ClassNames.Listed(List.of("cat", "dog")));
    assertThat(read("report.class-names=s3a://key:secret@b/names").report().classNames())
        .contains(new ClassNames.FromFile("s3a://key:secret@b/names"));
    assertThat(read("report.class-names=s3a://key:secret@b/names").resolvedJson())
        .contains("s3a://***@b/names")
        .doesNotContain("secret");
  }

  @Test
  void aPictureMayBeSetAtOnceOrKeyByKey() {
    ImageShape colour = new ImageShape(32, 24, 3);
    assertThat(read("report.image={ width = 32, height = 24, channels = 3 }").report().image())
        .contains(colour);
    assertThat(
            read("report.image.width=32", "report.image.height=24", "report.image.channels=3")
                .report()
                .image())
        .contains(colour);
    assertThat(colour.features()).isEqualTo(32 * 24 * 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          report.image={ width = 2, height = 2 }               | must have width, height and channels, such as { width = 28, height = 28, channels = 1 }
          report.image=[28, 28]                                | must have width, height and channels, such as { width = 28, height = 28, channels = 1 }
          report.image={ width = 0, height = 2, channels = 1 } | must have a width and a height >= 1
          report.image={ width = 2, height = 2, channels = 2 } | must have 1 channel (gray) or 3 (red, green, blue)
          report.image={ width = a, height = 2, channels = 1 } | must be a whole number
          report.class-names={ a = b }                         | must be a file or a list of names, such as [cat, dog]
          report.class-names=""                                | must be a file or a list of names, such as [cat, dog]
          data.feature-names=names.txt                         | is for data without columns (libsvm, idx, cifar, vectors of a table); remove it, since data.format is csv
          """)
  void aWrongValueIsOneLine(String override, String requirement) {
    assertThat(messageOf("data.path=a", override))
        .startsWith("Invalid " + override.substring(0, override.indexOf('=')))
        .endsWith(": " + requirement);
  }
}
