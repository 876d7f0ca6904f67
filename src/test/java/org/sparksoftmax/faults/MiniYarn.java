package org.sparksoftmax.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.spark.deploy.yarn.Client;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.SparkSubmitScript;

/**
 * HDFS with one DataNode and YARN with one NodeManager, which has room for two containers of 896
 * MiB. The servers run in this JVM on loopback, and the containers as processes of their own.
 */
final class MiniYarn implements AutoCloseable {

  /** The memory, in MiB, that the cluster has; no container may be larger. */
  static final int MEMORY = 2048;

  /** Of the folder of its files, below that of the property. */
  private static final String NAME = "yarn";

  /** A queue that never has the memory of a container. */
  static final String NARROW_QUEUE = "narrow";

  private static final String TEST_FOLDER = "test.build.data";

  private static final String LOOPBACK = "127.0.0.1";

  private final Path folder;
  private final MiniDFSCluster files;
  private final MiniYARNCluster yarn;
  private final YarnClient client;

  private MiniYarn(Path folder, MiniDFSCluster files, MiniYARNCluster yarn, YarnClient client) {
    this.folder = folder;
    this.files = files;
    this.yarn = yarn;
    this.client = client;
  }

  /** Starts the servers, with all their files in {@code folder}. */
  static MiniYarn start(Path folder) throws IOException {
    YarnConfiguration conf = new YarnConfiguration();
    conf.set("hdfs.minidfs.basedir", folder.resolve("hdfs").toString());
    conf.set("dfs.datanode.hostname", LOOPBACK);
    MiniDFSCluster files = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    files.waitActive();
    conf.set("fs.defaultFS", files.getURI().toString());
    settings().forEach(conf::set);
    System.setProperty(TEST_FOLDER, folder.toString());
    MiniYARNCluster yarn = new MiniYARNCluster(NAME, 1, 1, 1);
    yarn.init(conf);
    yarn.start();
    YarnClient client = YarnClient.createYarnClient();
    client.init(yarn.getConfig());
    client.start();
    MiniYarn cluster = new MiniYarn(folder, files, yarn, client);
    cluster.writeConfiguration(cluster.configurationFolder(), Map.of());
    cluster.makeSpark();
    return cluster;
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("yarn.minicluster.fixed.ports", "true");
    for (String server :
        List.of(
            "resourcemanager.address",
            "resourcemanager.admin.address",
            "resourcemanager.resource-tracker.address",
            "resourcemanager.scheduler.address",
            "resourcemanager.webapp.address",
            "nodemanager.address",
            "nodemanager.localizer.address",
            "nodemanager.webapp.address")) {
      settings.put("yarn." + server, LOOPBACK + ":0");
    }
    settings.put("yarn.resourcemanager.hostname", LOOPBACK);
    settings.put(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, Integer.toString(MEMORY));
    settings.put("yarn.nodemanager.resource.cpu-vcores", "4");
    settings.put("yarn.scheduler.minimum-allocation-mb", "128");
    settings.put("yarn.scheduler.maximum-allocation-mb", Integer.toString(MEMORY));
    settings.put("yarn.scheduler.capacity.root.queues", "default," + NARROW_QUEUE);
    settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.put("yarn.scheduler.capacity.root." + NARROW_QUEUE + ".capacity", "0");
    settings.put("yarn.scheduler.capacity.root." + NARROW_QUEUE + ".maximum-capacity", "10");
    settings.put("yarn.scheduler.capacity.root." + NARROW_QUEUE + ".maximum-applications", "10");
    settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    // JVMs reserve more addresses than they use.
    settings.put("yarn.nodemanager.vmem-check-enabled", "false");
    settings.put(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
    return settings;
  }

  private Path configurationFolder() {
    return folder.resolve("hadoop");
  }

  /** Writes what the clients of this cluster need, with some settings changed. */
  void writeConfiguration(Path to, Map<String, String> changes) throws IOException {
    Configuration conf = new Configuration(yarn.getConfig());
    // That of the servers is a class of tests.
    conf.unset("net.topology.node.switch.mapping.impl");
    changes.forEach(conf::set);
    Files.createDirectories(to);
    for (String name : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(to.resolve(name))) {
        conf.writeXml(out);
      }
    }
  }

  private Path sparkHome() {
    return folder.resolve("spark");
  }

  /** Makes a SPARK_HOME with the jar of Spark on YARN. */
  private void makeSpark() throws IOException {
    Path onYarn =
        Path.of(Client.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    SparkSubmitScript.makeHome(sparkHome(), List.of(onYarn));
  }

  /** A command of the packaged job on this cluster, with conf/yarn.properties at a small size. */
  Command command(List<String> sparkOptions, List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--load-spark-defaults",
                "--properties-file",
                Command.PROJECT.resolve("conf/yarn.properties").toString(),
                "--master",
                "yarn",
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m",
                "--executor-cores",
                "1",
                "--num-executors",
                "1",
                "--driver-java-options",
                Command.SOON));
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.executor.extraJavaOptions", Command.SOON);
    settings.put("spark.yarn.am.extraJavaOptions", Command.SOON);
    settings.put("spark.yarn.jars", "local:" + sparkHome().resolve("jars") + "/*");
    for (String process : List.of("yarn.appMasterEnv.", "executorEnv.")) {
      settings.put("spark." + process + "JAVA_HOME", System.getProperty("java.home"));
      settings.put("spark." + process + "SPARK_LOCAL_IP", LOOPBACK);
    }
    settings.forEach((key, value) -> all.addAll(List.of("--conf", key + "=" + value)));
    all.addAll(sparkOptions);
    all.addAll(command);
    return Command.softmax(all.toArray(String[]::new))
        .with("SPARK_HOME", sparkHome())
        .with("HADOOP_CONF_DIR", configurationFolder())
        .with("SPARK_LOCAL_IP", LOOPBACK);
  }

  FileSystem files() throws IOException {
    return files.getFileSystem();
  }

  /** All applications, also those that have ended. */
  List<ApplicationReport> applications() {
    try {
      return client.getApplications();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (YarnException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JVMs of containers whose command line has this text. */
  List<ProcessHandle> containers(String text) {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process -> {
              String line = process.info().commandLine().orElse("");
              return line.contains(text) && !line.contains("/bin/bash");
            })
        .toList();
  }

  /** Ends the containers and the servers. */
  @Override
  public void close() {
    client.stop();
    yarn.stop();
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(ProcessHandle::destroyForcibly);
    files.shutdown();
    System.clearProperty(TEST_FOLDER);
  }
}
