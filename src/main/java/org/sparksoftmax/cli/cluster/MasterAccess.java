package org.sparksoftmax.cli.cluster;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.Causes;
import scala.Option;

/**
 * Checks that a Master accepts the driver, or that YARN or the API server of Kubernetes answers.
 */
public final class MasterAccess {

  private static final String SECRET = "spark.authenticate.secret";

  /** Exceptions for a Master that cannot be reached, for which Spark itself waits a minute. */
  private static final List<Class<?>> UNREACHABLE =
      List.of(
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          TimeoutException.class);

  private MasterAccess() {}

  /** Whether tasks run in this process. */
  public static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master", "").matches("local(\\[.*])?");
  }

  /**
   * Passes the secret in the environment to the driver, and checks that a standalone Master accepts
   * the driver, or that the API server of a Kubernetes cluster answers. If a Master rejects the
   * driver, Spark itself retries for a minute and gives no reason.
   *
   * @throws ConfigException if the secret is missing or does not open the certificate, or no Master
   *     can be reached, or it rejects the driver
   */
  public static void check(SparkConf conf) {
    String secret = System.getenv(SecurityManager.ENV_AUTH_SECRET());
    if (secret != null) {
      conf.setIfMissing(SECRET, secret);
    }
    String master = conf.get("spark.master", "");
    if (YarnCluster.isClient(conf)) {
      YarnCluster.check(conf);
      return;
    }
    if (master.startsWith(KubernetesAccess.PREFIX)) {
      KubernetesAccess.check(conf, System.getenv());
      return;
    }
    if (!master.startsWith("spark://")) {
      return;
    }
    boolean authenticates = conf.getBoolean("spark.authenticate", false);
    if (authenticates && !conf.contains(SECRET)) {
      throw new ConfigException(
          "Missing secret: spark.authenticate is true; SOFTMAX_SECRET_FILE must name the file with the secret of "
              + master);
    }
    String cause =
        authenticates ? "its secret is probably not the cluster's" : "the job presented no secret";
    ask(master, conf, cause);
  }

  private static void ask(String masters, SparkConf conf, String cause) {
    Exception unreachable = null;
    Exception refusal = null;
    List<RpcAddress> addresses = addresses(masters);
    RpcEnv environment = environment(conf);
    try {
      for (RpcAddress address : addresses) {
        try {
          master(environment, address);
          return;
        } catch (Exception e) { // Spark's exceptions are undeclared
          if (isUnreachable(e)) {
            unreachable = e;
          } else {
            refusal = e;
          }
        }
      }
    } finally {
      environment.shutdown();
    }
    if (refusal == null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot reach the master %s: start it, or give the address of one that runs with --master",
              masters),
          unreachable);
    } else {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "The master %s rejects this job: %s; SOFTMAX_SECRET_FILE must name the file that the cluster was started with",
              masters,
              cause),
          refusal);
    }
  }

  /**
   * The addresses of a list of Masters.
   *
   * @throws ConfigException if it is none
   */
  static List<RpcAddress> addresses(String masters) {
    try {
      List<RpcAddress> addresses = new ArrayList<>();
      for (String master : Utils.parseStandaloneMasterUrls(masters)) {
        addresses.add(RpcAddress.fromSparkURL(master));
      }
      return addresses;
    } catch (Exception malformed) { // undeclared in Scala
      throw new ConfigException(
          String.format(Locale.ROOT, "Invalid --master %s (must be spark://HOST:PORT)", masters),
          malformed);
    }
  }

  /** Asks for the Master at an address. */
  static RpcEndpointRef master(RpcEnv environment, RpcAddress address) {
    return environment.setupEndpointRef(address, "Master");
  }

  /** Connects to other processes with the secrets of {@code conf}, and waits 10 s for an answer. */
  static RpcEnv environment(SparkConf common) {
    SparkConf conf =
        common.clone().set("spark.rpc.lookupTimeout", "10s").set("spark.rpc.askTimeout", "10s");
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    try {
      return RpcEnv.create("admission", Utils.localHostName(), 0, conf, security, true);
    } catch (RuntimeException e) {
      if (Causes.of(e).anyMatch(GeneralSecurityException.class::isInstance)) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "Cannot open the cluster's certificate %s: it must be the one that was created with the secret",
                conf.get("spark.ssl.rpc.keyStore")),
            e);
      }
      throw e;
    }
  }

  private static boolean isUnreachable(Throwable thrown) {
    return Causes.of(thrown)
        .anyMatch(cause -> UNREACHABLE.stream().anyMatch(kind -> kind.isInstance(cause)));
  }
}
