package org.sparksoftmax.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Generates training data in several files, so that it is read in several splits. */
final class MadeFiles {

  private MadeFiles() {}

  /** Writes {@code files} csv files with the columns a, b, c, d and label (0, 1, 2). */
  static void csv(Path folder, int files, int rowsOfAFile) throws IOException {
    Random random = new Random(5);
    Files.createDirectories(folder);
    for (int f = 0; f < files; f++) {
      StringBuilder text = new StringBuilder("a,b,c,d,label\n");
      for (int i = 0; i < rowsOfAFile; i++) {
        int label = random.nextInt(3);
        for (int j = 0; j < 4; j++) {
          double value = random.nextGaussian() + (j == label ? 0.7 : 0);
          text.append(String.format(Locale.ROOT, "%.4f,", value));
        }
        text.append(label).append('\n');
      }
      Files.writeString(folder.resolve("part-" + f + ".csv"), text);
    }
  }

  /** Writes {@code files} libsvm files with 4 classes and {@code features} features. */
  static void libsvm(Path folder, int files, int rowsOfAFile, int features) throws IOException {
    Random random = new Random(6);
    Files.createDirectories(folder);
    for (int f = 0; f < files; f++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < rowsOfAFile; i++) {
        int label = random.nextInt(4);
        text.append(label);
        int[] indices =
            random
                .ints(12, 0, features / 4)
                .map(j -> 1 + 4 * j + (random.nextInt(3) == 0 ? label : random.nextInt(4)))
                .distinct()
                .sorted()
                .toArray();
        for (int index : indices) {
          text.append(' ').append(index).append(':').append(1 + random.nextInt(3));
        }
        text.append('\n');
      }
      Files.writeString(folder.resolve("part-" + f + ".libsvm"), text);
    }
  }
}
