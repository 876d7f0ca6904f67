package org.sparksoftmax.cli.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.Count;

/** The application of a driver in client mode on YARN, as the ResourceManager sees it. */
final class YarnCluster {

  private static final String TAGS = "spark.yarn.tags";
  private static final String TAG = "spark-softmax-";
  private static final int TIMEOUT_MILLIS = 10_000;

  /** The share of an executor's memory, and the least MiB, that Spark adds to it by default. */
  private static final double OVERHEAD = 0.1;

  private static final long LEAST_OVERHEAD = 384;

  private YarnCluster() {}

  /** Whether this process is a driver that asks a ResourceManager for executors. */
  static boolean isClient(SparkConf conf) {
    return conf.get("spark.master", "").equals("yarn") && !isInContainer(conf);
  }

  private static boolean isInContainer(SparkConf conf) {
    return conf.get("spark.submit.deployMode", "client").equals("cluster");
  }

  /**
   * Tags the application, so that it can be found, and checks that a ResourceManager listens.
   * Hadoop's client would repeat its attempts for 15 minutes.
   *
   * @throws ConfigException if none listens
   */
  static void check(SparkConf conf) {
    String tag = TAG + UUID.randomUUID();
    conf.set(TAGS, conf.contains(TAGS) ? conf.get(TAGS) + "," + tag : tag);
    List<String> addresses = addresses(configuration(conf));
    IOException unreachable = null;
    for (String address : addresses) {
      try (Socket socket = new Socket()) {
        InetSocketAddress server =
            NetUtils.createSocketAddr(address, YarnConfiguration.DEFAULT_RM_PORT);
        socket.connect(
            new InetSocketAddress(server.getHostString(), server.getPort()), TIMEOUT_MILLIS);
        return;
      } catch (IOException e) {
        unreachable = e;
      }
    }
    throw new ConfigException(
        String.format(
            Locale.ROOT,
            "Cannot reach the ResourceManager %s of YARN: start it, or let HADOOP_CONF_DIR name the folder of the yarn-site.xml of another cluster",
            String.join(", ", addresses)),
        unreachable);
  }

  /** The addresses of the ResourceManagers, of which one is active. */
  private static List<String> addresses(YarnConfiguration yarn) {
    List<String> addresses = new ArrayList<>();
    if (yarn.getBoolean(YarnConfiguration.RM_HA_ENABLED, false)) {
      for (String id : yarn.getTrimmedStrings(YarnConfiguration.RM_HA_IDS)) {
        String host = yarn.getTrimmed(YarnConfiguration.RM_HOSTNAME + "." + id, id);
        addresses.add(
            yarn.getTrimmed(
                YarnConfiguration.RM_ADDRESS + "." + id,
                host + ":" + YarnConfiguration.DEFAULT_RM_PORT));
      }
    }
    if (addresses.isEmpty()) {
      addresses.add(
          yarn.getTrimmed(YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS));
    }
    return addresses;
  }

  private static YarnConfiguration configuration(SparkConf conf) {
    return new YarnConfiguration(SparkHadoopUtil.get().newConfiguration(conf));
  }

  /** What an answer of the ResourceManager is made into. */
  private interface Question<T> {
    T ask(YarnClient client, Optional<ApplicationReport> own) throws IOException, YarnException;
  }

  /** Asks about the application of {@code conf}; empty if no ResourceManager answers. */
  private static <T> Optional<T> ask(SparkConf conf, Question<T> question) {
    YarnConfiguration yarn = configuration(conf);
    yarn.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, TIMEOUT_MILLIS);
    yarn.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 1000);
    yarn.setInt("ipc.client.connect.max.retries", 1);
    yarn.setInt("ipc.client.connect.timeout", TIMEOUT_MILLIS);
    yarn.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    yarn.setInt("yarn.client.failover-max-attempts", 2);
    try (YarnClient client = YarnClient.createYarnClient()) {
      client.init(yarn);
      client.start();
      List<String> tags = List.of(conf.get(TAGS, "").split(","));
      Optional<ApplicationReport> own =
          client.getApplications(EnumSet.allOf(YarnApplicationState.class)).stream()
              .filter(
                  application ->
                      application.getApplicationTags().stream()
                          .anyMatch(tag -> tag.startsWith(TAG) && tags.contains(tag)))
              .findFirst();
      return Optional.of(question.ask(client, own));
    } catch (IOException | YarnException unreachable) {
      return Optional.empty();
    }
  }

  /** What the application lacks, in one line. */
  static String missing(SparkConf conf) {
    return ask(conf, (client, own) -> missing(conf, client, own))
        .orElseGet(
            () ->
                "the ResourceManager "
                    + String.join(", ", addresses(configuration(conf)))
                    + " of YARN does not answer");
  }

  private static String missing(SparkConf conf, YarnClient client, Optional<ApplicationReport> own)
      throws IOException, YarnException {
    StandaloneCluster.Size executor = container(conf);
    String room = room(client.getNodeReports(NodeState.RUNNING));
    if (own.isEmpty()) {
      return "YARN has not accepted the application yet; " + room;
    }
    ApplicationReport report = own.get();
    String queue = "queue " + report.getQueue();
    if (report.getYarnApplicationState() == YarnApplicationState.ACCEPTED) {
      return String.format(
          Locale.ROOT,
          "YARN has not started the ApplicationMaster of %s (%s): %s; %s",
          report.getApplicationId(),
          queue,
          brief(report.getDiagnostics()),
          room);
    }
    return String.format(
        Locale.ROOT,
        "an executor needs %s with its overhead, but %s (%s): set --executor-memory and --executor-cores to less, or choose another --queue",
        executor,
        room,
        queue);
  }

  /** The size of the container of an executor. */
  private static StandaloneCluster.Size container(SparkConf conf) {
    StandaloneCluster.Size executor = StandaloneCluster.Size.ofExecutor(conf);
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", OVERHEAD);
    long least = conf.getSizeAsMb("spark.executor.minMemoryOverhead", LEAST_OVERHEAD + "m");
    long overhead = Math.max((long) (factor * executor.memory()), least);
    return new StandaloneCluster.Size(
        executor.cores(),
        executor.memory() + conf.getSizeAsMb("spark.executor.memoryOverhead", overhead + "m"));
  }

  private static String room(List<NodeReport> nodes) {
    return nodes.stream()
        .map(YarnCluster::free)
        .max(Comparator.comparingLong(StandaloneCluster.Size::memory))
        .map(
            most ->
                String.format(
                    Locale.ROOT,
                    "of its %s the one with the most memory has free %s",
                    Count.of(nodes.size(), "node"),
                    most))
        .orElse("it has no node");
  }

  private static StandaloneCluster.Size free(NodeReport node) {
    return new StandaloneCluster.Size(
        node.getCapability().getVirtualCores() - node.getUsed().getVirtualCores(),
        node.getCapability().getMemorySize() - node.getUsed().getMemorySize());
  }

  /** The sentence before the figures of a scheduler, without its date. */
  static String brief(String diagnostics) {
    String line = diagnostics == null ? "" : diagnostics.lines().findFirst().orElse("");
    String sentence = line.replaceFirst("^\\[[^\\]]*\\]\\s*", "").split("\\s+Details : ", 2)[0];
    return sentence.isBlank() ? "it does not say why" : sentence.strip().replaceFirst("[.]+$", "");
  }

  /** Why YARN has ended the application; empty if it has not, or does not say. */
  static Optional<String> whyEnded(SparkConf conf) {
    return ask(
            conf,
            (client, own) ->
                own.filter(
                        report ->
                            EnumSet.of(YarnApplicationState.FAILED, YarnApplicationState.KILLED)
                                    .contains(report.getYarnApplicationState())
                                || report.getFinalApplicationStatus()
                                    == FinalApplicationStatus.FAILED)
                    .map(ApplicationReport::getDiagnostics)
                    .map(YarnCluster::brief))
        .flatMap(why -> why);
  }

  /** Ends the application if it has not ended yet: YARN would start what waits for room later. */
  static void end(SparkConf conf) {
    ask(
        conf,
        (client, own) -> {
          if (own.isPresent()) {
            client.killApplication(own.get().getApplicationId());
          }
          return true;
        });
  }
}
