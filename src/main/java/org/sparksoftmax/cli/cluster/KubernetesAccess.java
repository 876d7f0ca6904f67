package org.sparksoftmax.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.sparksoftmax.config.ConfigException;

/** Checks that the API server of a Kubernetes cluster takes connections. */
final class KubernetesAccess {

  static final String PREFIX = "k8s://";

  private static final int TIMEOUT_MILLIS = 10_000;

  private KubernetesAccess() {}

  /**
   * Connects to the API server. Spark itself retries for a minute or more, and ends with a stack
   * trace. Behind a proxy, and in the pod of a driver, which has an address of its own for the API
   * server, nothing is checked.
   *
   * @throws ConfigException if {@code spark.master} is no address, or nobody answers there within
   *     10 s
   */
  static void check(SparkConf conf, Map<String, String> environment) {
    if (conf.getBoolean("spark.kubernetes.submitInDriver", false) || hasProxy(environment)) {
      return;
    }
    URI server = server(conf.get("spark.master"));
    try {
      connect(server);
    } catch (IOException e) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot reach the API server %s of Kubernetes (%s): give the address of one that answers with --master k8s://https://HOST:PORT",
              server,
              reason(e)),
          e);
    }
  }

  private static boolean hasProxy(Map<String, String> environment) {
    return List.of("http_proxy", "https_proxy", "all_proxy").stream()
        .flatMap(name -> List.of(name, name.toUpperCase(Locale.ROOT)).stream())
        .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
  }

  /** The address after {@code k8s://}, over TLS unless it says otherwise, as for Spark. */
  private static URI server(String master) {
    String address = master.substring(PREFIX.length());
    try {
      URI server = new URI(address.contains("://") ? address : "https://" + address);
      if (server.getHost() != null && List.of("http", "https").contains(server.getScheme())) {
        return server;
      }
      throw new URISyntaxException(address, "no host, or another scheme than http and https");
    } catch (URISyntaxException malformed) {
      throw new ConfigException(
          String.format(
              Locale.ROOT, "Invalid --master %s (must be k8s://https://HOST:PORT)", master),
          malformed);
    }
  }

  private static void connect(URI server) throws IOException {
    int port = server.getPort();
    if (port < 0) {
      port = server.getScheme().equals("https") ? 443 : 80;
    }
    IOException failure = new UnknownHostException(server.getHost());
    for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static String reason(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof SocketTimeoutException) {
      return "no answer within " + TIMEOUT_MILLIS / 1000 + " s";
    }
    return failure.getMessage();
  }
}
