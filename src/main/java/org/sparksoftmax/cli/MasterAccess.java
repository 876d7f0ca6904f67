package org.sparksoftmax.cli;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import org.sparksoftmax.config.ConfigException;
import scala.Option;

/** Checks that a standalone Master accepts the driver. */
final class MasterAccess {

  private static final String SECRET = "spark.authenticate.secret";

  /**
   * Exceptions for a Master that cannot be reached. It may still be starting, and Spark waits for
   * it.
   */
  private static final List<Class<?>> UNREACHABLE =
      List.of(
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          TimeoutException.class);

  private MasterAccess() {}

  /**
   * Passes the secret in the environment to the driver, and checks that a standalone Master accepts
   * the driver. If a Master rejects the driver, Spark itself retries for a minute and gives no
   * reason.
   *
   * @throws ConfigException if the secret is missing or does not open the certificate, or the
   *     Master rejects the driver
   */
  static void check(SparkConf conf) {
    String secret = System.getenv(SecurityManager.ENV_AUTH_SECRET());
    if (secret != null) {
      conf.setIfMissing(SECRET, secret);
    }
    String master = conf.get("spark.master", "");
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
    ask(master, conf.clone().set("spark.rpc.lookupTimeout", "10s"), cause);
  }

  private static void ask(String masters, SparkConf conf, String cause) {
    Exception refusal = null;
    RpcEnv environment = environment(conf);
    try {
      for (String master : Utils.parseStandaloneMasterUrls(masters)) {
        try {
          environment.setupEndpointRef(RpcAddress.fromSparkURL(master), "Master");
          return;
        } catch (Exception e) {
          refusal = isUnreachable(e) ? refusal : e;
        }
      }
    } finally {
      environment.shutdown();
    }
    if (refusal != null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "The master %s rejects this job: %s; SOFTMAX_SECRET_FILE must name the file that the cluster was started with",
              masters,
              cause),
          refusal);
    }
  }

  private static RpcEnv environment(SparkConf conf) {
    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    try {
      return RpcEnv.create("admission", Utils.localHostName(), 0, conf, security, true);
    } catch (RuntimeException e) {
      if (causes(e).anyMatch(GeneralSecurityException.class::isInstance)) {
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
    return causes(thrown)
        .anyMatch(cause -> UNREACHABLE.stream().anyMatch(kind -> kind.isInstance(cause)));
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }
}
