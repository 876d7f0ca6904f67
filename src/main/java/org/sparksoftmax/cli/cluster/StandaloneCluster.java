package org.sparksoftmax.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.master.ApplicationInfo;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import scala.reflect.ClassTag;

/**
 * What a standalone cluster lacks for the executors of a command.
 *
 * @param knowsUs whether the Master knows the command's own application, if that has started
 * @param workers the workers that are alive
 * @param others the names of the other applications
 */
record StandaloneCluster(boolean knowsUs, List<Worker> workers, List<String> others) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MILLIS = (int) TimeUnit.SECONDS.toMillis(5);

  /** The number of other applications that a message names. */
  private static final int MAX_NAMES = 3;

  /**
   * The size of an executor or a worker.
   *
   * @param memory in MiB
   */
  record Size(int cores, long memory) {
    /** The size of each executor that a standalone cluster starts for an application. */
    static Size ofExecutor(SparkConf conf) {
      String memory = System.getenv("SPARK_EXECUTOR_MEMORY");
      return new Size(
          conf.getInt("spark.executor.cores", 1),
          conf.getSizeAsMb("spark.executor.memory", memory == null ? "1g" : memory));
    }

    private boolean fits(Size room) {
      return cores <= room.cores && memory <= room.memory;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%,d %s and %,d MiB", cores, cores == 1 ? "core" : "cores", memory);
    }
  }

  /**
   * A worker.
   *
   * @param free what no executor uses; empty if the worker does not say
   */
  record Worker(Size all, Optional<Size> free) {}

  /**
   * Asks the Master.
   *
   * @param application the identifier of the command's own application
   * @return what is missing, in one line
   */
  static String missing(SparkConf conf, String application) {
    String masters = conf.get("spark.master");
    RpcEnv environment = MasterAccess.environment(conf);
    try {
      for (RpcAddress master : MasterAccess.addresses(masters)) {
        Optional<StandaloneCluster> cluster = ask(environment, master, application);
        if (cluster.isPresent()) {
          return cluster.get().missing(Size.ofExecutor(conf), conf.getInt("spark.cores.max", -1));
        }
      }
    } finally {
      environment.shutdown();
    }
    return String.format(Locale.ROOT, "the master %s does not answer: start it again", masters);
  }

  private static Optional<StandaloneCluster> ask(
      RpcEnv environment, RpcAddress master, String application) {
    DeployMessages.MasterStateResponse state;
    try {
      state =
          MasterAccess.master(environment, master)
              .askSync(
                  DeployMessages.RequestMasterState$.MODULE$,
                  ClassTag.apply(DeployMessages.MasterStateResponse.class));
    } catch (Exception unreachable) { // Spark's exceptions are undeclared
      return Optional.empty();
    }
    if (!state.status().toString().equals("ALIVE")) {
      return Optional.empty(); // a standby
    }
    List<Worker> workers =
        Arrays.stream(state.workers()).flatMap(worker -> worker(worker).stream()).toList();
    boolean knowsUs =
        application.isEmpty()
            || Arrays.stream(state.activeApps()).anyMatch(app -> app.id().equals(application));
    List<String> others =
        Arrays.stream(state.activeApps())
            .filter(other -> !other.id().equals(application))
            .map(StandaloneCluster::name)
            .toList();
    return Optional.of(new StandaloneCluster(knowsUs, workers, others));
  }

  private static String name(ApplicationInfo application) {
    return application.desc().name() + " (" + application.id() + ")";
  }

  /**
   * A worker; empty if it has ended. The Master keeps those that it has lost for a while, and the
   * state of each is ALIVE where it was sent to. What is in use is known to the web page of the
   * worker alone.
   */
  private static Optional<Worker> worker(WorkerInfo worker) {
    Size all = new Size(worker.cores(), worker.memory());
    try {
      URLConnection page = URI.create(worker.webUiAddress() + "/json").toURL().openConnection();
      page.setConnectTimeout(MILLIS);
      page.setReadTimeout(MILLIS);
      JsonNode json = JSON.readTree(page.getInputStream());
      if (json.path("coresused").isInt() && json.path("memoryused").isInt()) {
        int cores = all.cores() - json.path("coresused").asInt();
        long memory = all.memory() - json.path("memoryused").asInt();
        return Optional.of(new Worker(all, Optional.of(new Size(cores, memory))));
      }
    } catch (ConnectException refused) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException unknown) {
      // The page may be switched off or behind a proxy: the message then says less.
      return Optional.of(new Worker(all, Optional.empty()));
    }
    return Optional.of(new Worker(all, Optional.empty()));
  }

  /**
   * What is missing.
   *
   * @param executor the size of each executor
   * @param coresMax the most cores of the application; negative for no bound
   */
  String missing(Size executor, int coresMax) {
    if (coresMax >= 0 && coresMax < executor.cores()) {
      return String.format(
          Locale.ROOT,
          "spark.cores.max = %d is less than the %d cores of an executor (spark.executor.cores)",
          coresMax,
          executor.cores());
    }
    if (!knowsUs) {
      return "the master has started again and does not know this run: end the command, and repeat it (train, tune: with --resume)";
    }
    if (workers.isEmpty()) {
      return String.format(
          Locale.ROOT, "the cluster has no worker: start one with at least %s", executor);
    }
    if (workers.stream().noneMatch(worker -> executor.fits(worker.all()))) {
      return String.format(
          Locale.ROOT,
          "an executor needs %s, but %s: set --executor-memory and --executor-cores to less, or start a larger worker",
          executor,
          offer(workers.stream().map(Worker::all).toList(), "has"));
    }
    List<Size> free = workers.stream().map(worker -> worker.free().orElse(worker.all())).toList();
    if (free.stream().noneMatch(executor::fits)) {
      return String.format(
          Locale.ROOT,
          "an executor needs %s, but %s%s",
          executor,
          offer(free, "has free"),
          others.isEmpty() ? "" : "; others run: " + names());
    }
    return String.format(
        Locale.ROOT,
        "the workers have room for an executor of %s, but none has registered: their logs say why executors end",
        executor);
  }

  /** The largest room of one worker. */
  private String offer(List<Size> rooms, String verb) {
    Size largest =
        rooms.stream()
            .max(Comparator.comparingLong(Size::memory).thenComparingInt(Size::cores))
            .orElseThrow();
    int cores = rooms.stream().mapToInt(Size::cores).max().getAsInt();
    String most =
        cores == largest.cores()
            ? largest.toString()
            : largest + ", or " + cores + (cores == 1 ? " core" : " cores");
    return workers.size() == 1
        ? String.format(Locale.ROOT, "the worker %s %s", verb, most)
        : String.format(
            Locale.ROOT, "of %,d workers the largest %s %s", workers.size(), verb, most);
  }

  private String names() {
    String names = others.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
    return others.size() > MAX_NAMES ? names + " and others" : names;
  }
}
