package org.sparksoftmax.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.config.OptimizerConfig;

/**
 * Estimates how much time an optimisation still needs, and how far it is. The gradient norm falls
 * about geometrically towards the tolerance, so the logarithm of the norms of the last iterations
 * is fitted by a line. The estimate is a range, from the error of its slope; where that is too wide
 * to be of use, as in the first iterations, there is none. Optimizers on mini-batches have no such
 * norm: they go on until max-iterations or max-seconds.
 */
final class RemainingTime {

  /** The number of iterations to which the line is fitted. */
  private static final int WINDOW = 10;

  /** The smallest number of iterations for an estimate. */
  private static final int FEWEST = 5;

  /** The number of standard errors by which the slope may differ. */
  private static final double ERRORS = 2;

  /** The largest ratio of the ends of a useful range. */
  private static final double WIDEST = 4;

  /** A range that ends before this many seconds is useful, however wide it is. */
  private static final double SHORT_SECONDS = 2;

  /** The number of last iterations that tell how long one takes. The first ones are slower. */
  private static final int TIMED = 5;

  private static final int MINUTE = 60;

  /** Times beyond this are told to nobody's use: four days, in seconds. */
  private static final double LONGEST = 4 * 24 * 60 * MINUTE;

  private final OptimizerConfig config;

  /** The last iterations, at most {@link #WINDOW}. */
  private final Deque<Point> last = new ArrayDeque<>();

  /** The gradient norm to which the tolerance is relative; NaN until it is known. */
  private double originNorm = Double.NaN;

  private double share;

  private record Point(int iteration, double logNorm, double seconds) {}

  /**
   * A range of seconds.
   *
   * @param most at least {@code least}
   */
  record Range(double least, double most) {

    /** Such as {@code 3-6 s left}, {@code ~5 min left} or {@code < 1 s left}. */
    String text() {
      boolean minutes = most >= 2 * MINUTE;
      double unit = minutes ? MINUTE : 1;
      long from = (long) Math.floor(least / unit);
      long to = (long) Math.ceil(most / unit);
      String name = minutes ? "min" : "s";
      if (to <= 1) {
        return "< 1 s left";
      }
      return most - least < unit
          ? String.format(Locale.ROOT, "~%d %s left", to, name)
          : String.format(Locale.ROOT, "%d-%d %s left", from, to, name);
    }
  }

  RemainingTime(OptimizerConfig config) {
    this.config = config;
  }

  /**
   * @param norm the gradient norm to which the tolerance is relative
   */
  void begins(double norm) {
    originNorm = norm;
  }

  /**
   * Adds an iteration.
   *
   * @param norm its gradient norm
   * @param seconds the time so far
   */
  void add(int iteration, double norm, double seconds) {
    if (Double.isNaN(originNorm)) {
      originNorm = norm;
    }
    if (last.size() == WINDOW) {
      last.removeFirst();
    }
    last.addLast(new Point(iteration, Math.log(norm), seconds));
    share = Math.max(share, shareNow(iteration, norm, seconds));
  }

  /**
   * How much of the way is done, from 0 to 1: towards the tolerance on a logarithmic scale, to
   * max-iterations, or to max-seconds, whichever is nearest to its end. Never falls.
   */
  double share() {
    return share;
  }

  private double shareNow(int iteration, double norm, double seconds) {
    double ofIterations =
        config.maxIterations() == 0 ? 1 : (double) iteration / config.maxIterations();
    double limit = config.stopping().maxSeconds();
    double ofSeconds = limit > 0 ? seconds / limit : 0;
    double ofNorm = 0;
    if (followsNorm() && norm > 0 && originNorm > 0) {
      ofNorm = Math.log(norm / originNorm) / Math.log(config.tolerance());
    }
    return Math.max(0, Math.min(1, Math.max(ofNorm, Math.max(ofIterations, ofSeconds))));
  }

  private boolean followsNorm() {
    return config.miniBatches().isWhole() && config.tolerance() > 0 && config.tolerance() < 1;
  }

  /** The remaining time; empty if too little is known, or if it is that of another tolerance. */
  Optional<Range> range() {
    return estimate().filter(range -> range.most() <= LONGEST);
  }

  private Optional<Range> estimate() {
    if (last.size() < FEWEST) {
      return Optional.empty();
    }
    Range perIteration = secondsPerIteration();
    double limit = (config.maxIterations() - last.getLast().iteration()) * perIteration.most();
    if (config.stopping().maxSeconds() > 0) {
      limit = Math.min(limit, config.stopping().maxSeconds() - last.getLast().seconds());
    }
    limit = Math.max(0, limit);
    if (!followsNorm()) {
      return Optional.of(new Range(limit, limit));
    }
    Range steps = steps();
    double least = steps.least() * perIteration.least();
    double most = steps.most() * perIteration.most();
    boolean known =
        steps.least() > 0; // else the norm is small enough, but another criterion is not
    boolean useful = most <= SHORT_SECONDS || most <= WIDEST * least || least >= limit;
    return known && useful
        ? Optional.of(new Range(Math.min(limit, least), Math.min(limit, most)))
        : Optional.empty();
  }

  /** The shortest and the mean time of the last iterations. */
  private Range secondsPerIteration() {
    List<Point> points = List.copyOf(last);
    Point end = points.get(points.size() - 1);
    Point from = points.get(Math.max(0, points.size() - 1 - TIMED));
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = points.indexOf(from) + 1; i < points.size(); i++) {
      Point before = points.get(i - 1);
      double steps = Math.max(1, points.get(i).iteration() - before.iteration());
      shortest = Math.min(shortest, (points.get(i).seconds() - before.seconds()) / steps);
    }
    double steps = Math.max(1, end.iteration() - from.iteration());
    return new Range(shortest, (end.seconds() - from.seconds()) / steps);
  }

  /**
   * The number of iterations until the fitted line reaches the tolerance, with the slope at either
   * end of its error. From the least norm so far: one that rises for an iteration does not add to
   * the way.
   */
  private Range steps() {
    double target = Math.log(config.tolerance() * originNorm);
    double meanIteration = last.stream().mapToDouble(Point::iteration).average().orElseThrow();
    double meanNorm = last.stream().mapToDouble(Point::logNorm).average().orElseThrow();
    double squares = 0;
    double products = 0;
    for (Point point : last) {
      squares += Math.pow(point.iteration() - meanIteration, 2);
      products += (point.iteration() - meanIteration) * (point.logNorm() - meanNorm);
    }
    double slope = products / squares;
    double residuals = 0;
    for (Point point : last) {
      double fitted = meanNorm + slope * (point.iteration() - meanIteration);
      residuals += Math.pow(point.logNorm() - fitted, 2);
    }
    double error = ERRORS * Math.sqrt(residuals / (last.size() - 2) / squares);
    double least = last.stream().mapToDouble(Point::logNorm).min().orElseThrow();
    double way = Math.max(0, least - target);
    return new Range(
        slope - error < 0 ? way / (error - slope) : Double.POSITIVE_INFINITY,
        slope + error < 0 ? way / -(slope + error) : Double.POSITIVE_INFINITY);
  }
}
