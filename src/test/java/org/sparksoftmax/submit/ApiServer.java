package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The API server of Kubernetes, on loopback: keeps what is created, and tells watchers of changes.
 * It starts no containers.
 */
final class ApiServer implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  /** A namespace to which the account has no access. */
  static final String CLOSED = "closed";

  /** What a real API server says there. */
  static final String REFUSAL =
      "pods is forbidden: User \"ada\" cannot create resource \"pods\" in API group \"\" in the namespace \"closed\"";

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new Applying(), false);
  private final NamespacedKubernetesClient client;

  /** Also takes server-side applies, with which Spark creates services and config maps. */
  private static final class Applying extends KubernetesCrudDispatcher {

    private final Set<String> applied = ConcurrentHashMap.newKeySet();

    Applying() {
      super(List.of());
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (request.getPath().contains("/namespaces/" + CLOSED + "/")) {
        Status forbidden =
            new StatusBuilder().withStatus("Failure").withCode(403).withMessage(REFUSAL).build();
        return new MockResponse().setResponseCode(403).setBody(Serialization.asJson(forbidden));
      }
      return super.dispatch(request);
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      if (!String.valueOf(request.getHeader("Content-Type")).contains("apply-patch")) {
        return super.handlePatch(request);
      }
      String path = request.getPath().split("\\?", 2)[0];
      return applied.add(path)
          ? handleCreate(as(HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), request))
          : handleUpdate(as(HttpMethod.PUT, path, request));
    }

    private static RecordedRequest as(HttpMethod method, String path, RecordedRequest request) {
      return new RecordedRequest(
          request.getHttpVersion(),
          method,
          path,
          request.getHeaders(),
          new Buffer(request.getBody().getBytes()));
    }
  }

  ApiServer() {
    LOG.setLevel(Level.WARNING); // otherwise a line for each request
    server.init(InetAddress.getLoopbackAddress(), 0);
    client = server.createClient();
  }

  NamespacedKubernetesClient client() {
    return client;
  }

  /** The value of spark-submit's option master. */
  String master() {
    return "k8s://http://127.0.0.1:" + server.getPort();
  }

  /** Waits for the driver pod of an application. */
  Pod driver(Command.Running submission, String namespace, String application) {
    submission.awaitThat("driver pod", () -> !drivers(namespace, application).isEmpty());
    return onlyDriver(namespace, application);
  }

  Pod onlyDriver(String namespace, String application) {
    List<Pod> pods = drivers(namespace, application);
    assertThat(pods).hasSize(1);
    return pods.get(0);
  }

  private List<Pod> drivers(String namespace, String application) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(Map.of("spark-role", "driver", "spark-app-name", application))
        .list()
        .getItems();
  }

  ConfigMap configMap(String namespace, String name) {
    return client.configMaps().inNamespace(namespace).withName(name).get();
  }

  /** Says that the only container of a pod has ended, as a kubelet does. */
  void end(Pod pod, int exitCode) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .edit(
            old ->
                new PodBuilder(old)
                    .editOrNewStatus()
                    .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                    .withContainerStatuses(
                        new ContainerStatusBuilder()
                            .withName("spark-kubernetes-driver")
                            .withNewState()
                            .withNewTerminated()
                            .withExitCode(exitCode)
                            .withReason(exitCode == 0 ? "Completed" : "Error")
                            .endTerminated()
                            .endState()
                            .build())
                    .endStatus()
                    .build());
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
