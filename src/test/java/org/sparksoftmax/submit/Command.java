package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program that runs as a separate process with bounded resources: it has a time limit, its output
 * goes to files (a full pipe never blocks it), and no descendant outlives it.
 */
public final class Command {
  /** The folder of the project under test, in which Maven runs tests. */
  public static final Path PROJECT = Path.of(System.getProperty("user.dir"));

  /**
   * Options of JVMs that start soon, which is most of what a small run takes; the model is the
   * same. The first compiler knows no vectors: plain loops.
   */
  public static final String SOON =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dsoftmax.kernels=scalar";

  private static final Duration TIME_LIMIT = Duration.ofMinutes(3);

  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private Path folder = PROJECT;
  private Duration timeLimit = TIME_LIMIT;

  private Command(List<String> words) {
    this.words = words;
    // The caller's environment must not affect the tests.
    for (String name :
        List.of(
            "SPARK_HOME",
            "SPARK_CONF_DIR",
            "SPARK_LOCAL_IP",
            "MASTER",
            "SOFTMAX_LOG",
            "SOFTMAX_SECRET_FILE",
            "_SPARK_AUTH_SECRET")) {
      environment.put(name, null);
    }
  }

  /** A program with its arguments. */
  public static Command of(Object program, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.addAll(Arrays.asList(arguments));
    return new Command(words);
  }

  /** The {@code submit/softmax} of the project. */
  public static Command softmax(String... arguments) {
    return of(PROJECT.resolve("submit/softmax"), arguments);
  }

  /** A call of Maven that copies the dependencies of a project into a folder. */
  public static Command copyDependencies(Path pom, Path jars, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-B",
                "-q",
                "-f",
                pom.toString(),
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
                "-DoutputDirectory=" + jars));
    words.addAll(List.of(more));
    return of("mvn", words.toArray(String[]::new));
  }

  /** The {@code submit/cluster} of the project, with its state in a folder of the test. */
  public static Command cluster(Path state, String... arguments) {
    return of(PROJECT.resolve("submit/cluster"), arguments)
        .with("SOFTMAX_CLUSTER_DIR", state)
        .with("SOFTMAX_CLUSTER_OWNER_PID", ProcessHandle.current().pid());
  }

  /**
   * Starts a cluster and returns the address of its master.
   *
   * @param sizes the number of workers, and the cores and the memory of each
   */
  public static String startCluster(Path state, String... sizes) {
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(List.of(sizes));
    Result started =
        cluster(state, arguments.toArray(String[]::new))
            .with("SOFTMAX_MASTER_PORT", freePort())
            .run();
    assertThat(started.exitCode()).as(started.err()).isZero();
    return started.out().strip();
  }

  /** A port of loopback that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets an environment variable, or removes it if the value is null. */
  public Command with(String name, Object value) {
    environment.put(name, value == null ? null : value.toString());
    return this;
  }

  public Command in(Path newFolder) {
    folder = newFolder;
    return this;
  }

  public Command within(Duration newTimeLimit) {
    timeLimit = newTimeLimit;
    return this;
  }

  /**
   * Runs the program to its end. Throws an {@link AssertionError} with its output if it takes too
   * long.
   */
  public Result run() {
    try (Running running = start()) {
      return running.await();
    }
  }

  /** Starts the program. Closing the result ends it with all its descendants. */
  public Running start() {
    try {
      Path output = Files.createTempFile("command", ".out");
      Path errors = Files.createTempFile("command", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      environment.forEach(
          (name, value) -> {
            if (value == null) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      return new Running(builder.start(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exit code and output of a process. */
  public record Result(int exitCode, String out, String err) {}

  /** A process that may still run. */
  public final class Running implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final Path errors;

    private Running(Process process, Path output, Path errors) {
      this.process = process;
      this.output = output;
      this.errors = errors;
    }

    public ProcessHandle handle() {
      return process.toHandle();
    }

    public String out() {
      return read(output);
    }

    public String err() {
      return read(errors);
    }

    /** Waits for the process to end, at most for the time limit of the command. */
    public Result await() {
      try {
        if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("Still running after " + timeLimit + ": " + this);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted: " + this, e);
      }
      return new Result(process.exitValue(), out(), err());
    }

    /** Waits until a condition is true while the process runs, at most for the time limit. */
    public void awaitThat(String what, BooleanSupplier condition) {
      Command.await(
          timeLimit,
          what + ": " + this,
          () -> {
            boolean ended = !process.isAlive();
            if (condition.getAsBoolean()) {
              return true;
            }
            if (ended) {
              throw new AssertionError("Ended before " + what + ": " + this);
            }
            return false;
          });
    }

    @Override
    public void close() {
      List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
      tree.add(process.toHandle());
      tree.forEach(ProcessHandle::destroyForcibly);
      try {
        process.waitFor();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return String.join(" ", words) + "\n--- output\n" + out() + "\n--- errors\n" + err();
    }
  }

  /**
   * Waits until a condition is true. Throws an {@link AssertionError} that names it if it takes too
   * long.
   */
  public static void await(Duration timeLimit, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not after " + timeLimit + ": " + what);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted: " + what, e);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
