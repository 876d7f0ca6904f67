package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorSpec;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;
import scala.Option;

/**
 * Submits the packaged job with conf/kubernetes.properties in cluster mode, and looks at what
 * arrives at an API server; no pod runs.
 */
class KubernetesIT {

  /** The jars that a Spark for Kubernetes has beyond ours. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "(spark-kubernetes_|kubernetes-(client|httpclient|model)|volcano-|zjsonpatch|snakeyaml-engine"
              + "|vertx-(core|auth|uri|web-client|web-common)).*\\.jar");

  private static final String SECRET = "d0-n0t-sh0w-th1s-t0-any0ne-wh0-reads-p0ds";

  private static final String JAR_OF_THE_IMAGE = "local:///opt/softmax/spark-softmax.jar";

  @TempDir private static Path folder;
  private static Path spark;
  private static ApiServer server;

  @BeforeAll
  static void start() throws IOException {
    spark = Command.PROJECT.resolve("target/spark-homes/kubernetes");
    Files.createDirectories(spark.resolve("jars"));
    try (Stream<Path> former = Files.list(spark.resolve("jars"))) {
      for (Path link : former.toList()) {
        Files.delete(link);
      }
    }
    SparkSubmitScript.makeHome(spark, jars());
    Files.createDirectory(folder.resolve("uploads"));
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The jars for Kubernetes from the class path of this test. */
  private static List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    ClassLoader loader = KubernetesIT.class.getClassLoader();
    for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
      String[] parts = manifest.getPath().split("!", 2); // file:/folder/a.jar!/META-INF/...
      if (manifest.getProtocol().equals("jar")) {
        Path jar = Path.of(URI.create(parts[0]));
        if (OF_KUBERNETES.matcher(jar.getFileName().toString()).matches()) {
          jars.add(jar);
        }
      }
    }
    assertThat(jars).hasSizeGreaterThan(20);
    return jars;
  }

  private static Command submit(String master, String name, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--load-spark-defaults",
                "--properties-file",
                Command.PROJECT.resolve("conf/kubernetes.properties").toString(),
                "--master",
                master,
                "--deploy-mode",
                "cluster",
                "--name",
                name,
                "--conf",
                "spark.kubernetes.file.upload.path=" + folder.resolve("uploads").toUri()));
    words.addAll(List.of(more));
    words.addAll(List.of("train", "--output", "/data/models/mine"));
    words.addAll(List.of("--set", "optimizer.max-iterations=7"));
    Command command =
        Command.softmax(words.toArray(String[]::new))
            .with("SPARK_HOME", spark)
            .with("SOFTMAX_LOG", folder.resolve(name + ".log"))
            .with("AWS_ACCESS_KEY_ID", "someone")
            .with("AWS_SECRET_ACCESS_KEY", SECRET)
            .with("_SPARK_AUTH_SECRET", SECRET)
            .with("KUBECONFIG", folder.resolve("none").toString());
    for (String proxy : List.of("http_proxy", "https_proxy", "all_proxy")) {
      command.with(proxy, null).with(proxy.toUpperCase(Locale.ROOT), null);
    }
    return command;
  }

  @Test
  void theDriverPodHasOurSettings() throws IOException {
    Result result =
        submit(
                server.master(),
                "settings",
                "--conf",
                "spark.kubernetes.submission.waitAppCompletion=false",
                "--conf",
                "spark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY=s3:secret")
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    Pod pod = server.onlyDriver("default", "settings");
    assertThat(result.err()).endsWith(whereItsOutputIs(pod));
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("spark");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertIsRestricted(pod);

    assertThat(pod.getSpec().getContainers()).hasSize(1);
    Container driver = pod.getSpec().getContainers().get(0);
    assertThat(driver.getImage()).isEqualTo("apache/spark:4.2.0");
    // 4 GiB and the factor 0.2, in MiB.
    assertThat(driver.getResources().getLimits()).containsEntry("memory", new Quantity("4915Mi"));
    assertThat(driver.getResources().getRequests())
        .containsEntry("memory", new Quantity("4915Mi"))
        .containsEntry("cpu", new Quantity("1"));
    assertThat(driver.getVolumeMounts())
        .anyMatch(mount -> mount.getMountPath().equals("/data"))
        .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
    assertThat(driver.getArgs())
        .containsSubsequence("driver", "--class", "org.sparksoftmax.cli.Softmax")
        .endsWith("train", "--output", "/data/models/mine", "--set", "optimizer.max-iterations=7");
    assertThat(driver.getEnv())
        .filteredOn(variable -> variable.getName().equals("AWS_SECRET_ACCESS_KEY"))
        .singleElement()
        .satisfies(
            variable -> {
              assertThat(variable.getValue()).isNull();
              assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("s3");
            });

    ConfigMap settings = server.configMap("default", configMapAt(pod, "/opt/spark/conf"));
    assertThat(properties(settings.getData().get("spark.properties")))
        .containsEntry("spark.executor.memory", "8g")
        .containsEntry("spark.executor.instances", "4")
        .containsEntry("spark.executor.cores", "4")
        .containsEntry("spark.speculation", "false")
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.io.encryption.enabled", "true")
        // Of spark-defaults.conf.
        .containsEntry("spark.driver.maxResultSize", "1g")
        // The template of executors, which travels in a map of its own.
        .containsEntry(
            "spark.kubernetes.executor.podTemplateFile",
            "/opt/spark/pod-template/pod-spec-template.yml");
    assertUploaded(properties(settings.getData().get("spark.properties")).get("spark.jars"));
    assertThat(properties(settings.getData().get("spark.properties")))
        .extractingByKey("spark.driver.extraJavaOptions")
        .asString()
        .contains("LiveNodeCountInliningCutoff=200000");
    ConfigMap template = server.configMap("default", configMapAt(pod, "/opt/spark/pod-template"));
    assertThat(template.getData().values())
        .singleElement()
        .asString()
        .isEqualToIgnoringNewLines(Files.readString(Command.PROJECT.resolve("conf/pod.yaml")));

    for (Object arrived : List.of(pod, settings, template)) {
      assertThat(new ObjectMapper().writeValueAsString(arrived)).doesNotContain(SECRET);
    }
  }

  /** The job's jar was copied to the folder of uploads, and the pod reads it from there. */
  private static void assertUploaded(String jar) {
    assertThat(Path.of(URI.create(jar)))
        .startsWith(folder.resolve("uploads"))
        .hasSameBinaryContentAs(Command.PROJECT.resolve("target/spark-softmax.jar"));
  }

  /** What the "restricted" Pod Security Standard asks for. */
  private static void assertIsRestricted(Pod pod) {
    PodSpec spec = pod.getSpec();
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "spark-softmax");
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(185);
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    for (Container container : spec.getContainers()) {
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
    }
  }

  private static String configMapAt(Pod pod, String path) {
    String volume =
        pod.getSpec().getContainers().get(0).getVolumeMounts().stream()
            .filter(mount -> mount.getMountPath().equals(path))
            .findFirst()
            .orElseThrow()
            .getName();
    return pod.getSpec().getVolumes().stream()
        .filter(candidate -> candidate.getName().equals(volume))
        .findFirst()
        .orElseThrow()
        .getConfigMap()
        .getName();
  }

  private static Map<String, String> properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
    return values;
  }

  @Test
  void theCommandEndsAsThePodEnds() {
    try (Running submission =
        submit(
                server.master(),
                "failing",
                "--conf",
                "spark.kubernetes.namespace=other",
                "--conf",
                "spark.kubernetes.report.interval=200ms")
            .with("SOFTMAX_JAR", JAR_OF_THE_IMAGE)
            .start()) {
      Pod pod = server.driver(submission, "other", "failing");
      assertThat(pod.getSpec().getContainers().get(0).getArgs()).contains(JAR_OF_THE_IMAGE);
      server.end(pod, 4);
      Result result = submission.await();
      assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
      assertThat(result.err())
          .endsWith(
              whereItsOutputIs(pod)
                  + String.format(
                      Locale.ROOT,
                      "The driver pod %1$s ended with exit code 4: kubectl logs %1$s shows why\n",
                      pod.getMetadata().getName()));
    }
  }

  private static String whereItsOutputIs(Pod pod) {
    return String.format(
        Locale.ROOT,
        "The driver pod is %1$s: kubectl logs -f %1$s shows its output\n",
        pod.getMetadata().getName());
  }

  @Test
  void anApiServerThatDoesNotAnswerIsNamedInOneLine() {
    String address = "http://127.0.0.1:" + Command.freePort();

    Result result = submit("k8s://" + address, "unreachable").run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip())
        .isEqualTo(
            "Cannot reach the API server "
                + address
                + " of Kubernetes (Connection refused): give the address of one that answers with --master k8s://https://HOST:PORT");
  }

  @Test
  void anAccountWithoutRightsIsNamedInOneLine() {
    Result result =
        submit(
                server.master(),
                "refused",
                "--conf",
                "spark.kubernetes.namespace=" + ApiServer.CLOSED)
            .with("SOFTMAX_JAR", JAR_OF_THE_IMAGE)
            .run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .containsExactly(
            "Kubernetes refuses the driver pod: "
                + ApiServer.REFUSAL
                + ": use an account that may create it (page kubernetes)");
  }

  /** The driver creates executor pods; here Spark's own classes do, with the same settings. */
  @Test
  void executorPodsHaveNoRights() throws IOException {
    SparkConf conf = new SparkConf(false);
    properties(Files.readString(Command.PROJECT.resolve("conf/kubernetes.properties")))
        .forEach(conf::set);
    conf.set("spark.app.name", "executors")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.port", "7078")
        .set("spark.master", server.master())
        .set(
            "spark.kubernetes.executor.podTemplateFile",
            Command.PROJECT.resolve("conf/pod.yaml").toString());
    KubernetesExecutorConf executor =
        new KubernetesExecutorConf(
            conf,
            "app",
            "1",
            Option.empty(),
            ResourceProfile$.MODULE$.DEFAULT_RESOURCE_PROFILE_ID());

    SecurityManager security =
        new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    security.initializeAuth(); // makes the job's secret

    KubernetesExecutorSpec built =
        new KubernetesExecutorBuilder()
            .buildFromFeatures(
                executor,
                security,
                server.client(),
                ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf));

    Pod pod = built.pod().pod();
    pod.getSpec().setContainers(List.of(built.pod().container()));
    assertIsRestricted(pod);
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("spark-executor");
    Container container = built.pod().container();
    // 8 GiB and the factor 0.2, in MiB.
    assertThat(container.getResources().getLimits())
        .containsEntry("memory", new Quantity("9830Mi"));
    assertThat(container.getResources().getRequests()).containsEntry("cpu", new Quantity("4"));
    assertThat(container.getEnv().stream().map(EnvVar::getName)).contains("SPARK_EXECUTOR_ID");
    assertThat(pod.getSpec().getVolumes())
        .anyMatch(volume -> volume.getName().equals("scratch"))
        .anyMatch(
            volume ->
                volume.getPersistentVolumeClaim() != null
                    && volume.getPersistentVolumeClaim().getClaimName().equals("softmax-data"));
  }

  /** The accounts of the page are of kinds that exist, and those that the settings name. */
  @Test
  void theAccountsOfThePageAreThoseOfTheSettings() throws IOException {
    String page = Files.readString(Command.PROJECT.resolve("src/site/markdown/kubernetes.md"));
    int start = page.indexOf("```yaml\n") + "```yaml\n".length();
    String yaml = page.substring(start, page.indexOf("```", start));
    List<HasMetadata> created =
        server
            .client()
            .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
            .create();

    Map<String, String> settings =
        properties(Files.readString(Command.PROJECT.resolve("conf/kubernetes.properties")));
    assertThat(created)
        .filteredOn(ServiceAccount.class::isInstance)
        .extracting(account -> account.getMetadata().getName())
        .containsExactly(
            settings.get("spark.kubernetes.authenticate.driver.serviceAccountName"),
            settings.get("spark.kubernetes.authenticate.executor.serviceAccountName"));
    assertThat(created)
        .filteredOn(Role.class::isInstance)
        .extracting(role -> ((Role) role).getRules().get(0).getResources())
        .containsExactly(List.of("pods", "services", "configmaps", "persistentvolumeclaims"));
    assertThat(created)
        .filteredOn(RoleBinding.class::isInstance)
        .extracting(binding -> ((RoleBinding) binding).getSubjects().get(0).getName())
        .containsExactly("spark");
  }
}
