package org.sparksoftmax.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;

/**
 * Word counts of made-up news in four classes, in the shape of AG News: 120000 rows, 98634 words,
 * 28 different words in each row.
 *
 * <p>Word r (from 1) is drawn with a probability proportional to 1 / (r + 2.7), a Zipf law. Half of
 * the words, at random, are liked by one class: the other classes reject three quarters of their
 * draws. A twentieth of the labels is drawn at random.
 */
final class MadeText {

  static final int FEATURES = 98_634;

  private static final int ROWS = 120_000;
  private static final int CLASSES = 4;
  private static final int WORDS_OF_ROW = 28;
  private static final double SHIFT = 2.7;
  private static final double REJECTED = 0.75;
  private static final double RANDOM_LABELS = 0.05;

  private MadeText() {}

  /** Writes the rows in the LIBSVM format; the same file each time. */
  static void write(Path file) throws IOException {
    Random random = new Random(1);
    int[] likedBy = random.ints(FEATURES, 0, 2 * CLASSES).toArray(); // CLASSES and above: by all
    double[] cumulative = new double[FEATURES];
    double sum = 0;
    for (int r = 0; r < FEATURES; r++) {
      sum += 1 / (r + 1 + SHIFT);
      cumulative[r] = sum;
    }
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (BufferedWriter out = Files.newBufferedWriter(part)) {
      for (int i = 0; i < ROWS; i++) {
        int topic = random.nextInt(CLASSES);
        TreeSet<Integer> words = new TreeSet<>();
        while (words.size() < WORDS_OF_ROW) {
          int at = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
          int word = Math.min(at < 0 ? -at - 1 : at, FEATURES - 1);
          boolean common = likedBy[word] >= CLASSES || likedBy[word] == topic;
          if (common || random.nextDouble() >= REJECTED) {
            words.add(word);
          }
        }
        boolean mislabelled = random.nextDouble() < RANDOM_LABELS;
        StringBuilder line = new StringBuilder();
        line.append(mislabelled ? random.nextInt(CLASSES) : topic);
        words.forEach(word -> line.append(' ').append(word + 1).append(":1"));
        out.write(line.append('\n').toString());
      }
    }
    Files.move(part, file);
  }
}
