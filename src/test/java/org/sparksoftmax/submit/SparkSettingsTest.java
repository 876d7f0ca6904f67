package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.Config$;
import org.apache.spark.deploy.k8s.KubernetesPVCVolumeConf;
import org.apache.spark.deploy.k8s.KubernetesVolumeSpec;
import org.apache.spark.deploy.k8s.KubernetesVolumeUtils;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.Network$;
import org.apache.spark.internal.config.OptionalConfigEntry;
import org.apache.spark.internal.config.package$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Tests the Spark settings in conf/ as parsed by Spark. */
class SparkSettingsTest {
  private static Map<String, String> settings(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Command.PROJECT.resolve("conf").resolve(file))) {
      properties.load(reader);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString().strip()));
    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark-defaults.conf", "secure.conf"})
  void noServerAndNoRecordUnlessAskedFor(String file) throws IOException {
    assertThat(settings(file))
        .containsEntry("spark.ui.enabled", "false")
        .containsEntry("spark.master.rest.enabled", "false")
        .containsEntry("spark.eventLog.enabled", "false")
        .doesNotContainKeys("spark.authenticate.secret", "spark.ssl.rpc.keyStorePassword");
  }

  @Test
  void aSecuredClusterAuthenticatesAndEncrypts() throws IOException {
    assertThat(settings("secure.conf"))
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.ssl.rpc.enabled", "true")
        .containsEntry("spark.ssl.rpc.protocol", "TLSv1.3")
        .containsEntry("spark.ssl.rpc.enabledAlgorithms", "TLS_AES_256_GCM_SHA384")
        .containsEntry("spark.io.encryption.enabled", "true")
        .containsEntry("spark.io.encryption.keySizeBits", "256")
        .containsEntry("spark.ui.killEnabled", "false")
        .containsEntry("spark.master.ui.decommission.allow.mode", "DENY");
  }

  /** The scripts pass settings on as words, split at the first space. */
  @Test
  void noSecureSettingHoldsABlankOrAQuote() throws IOException {
    assertThat(settings("secure.conf").values())
        .noneMatch(value -> value.matches(".*[\\s\"\\\\].*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret",
        "spark.ssl.rpc.keyStorePassword",
        "fs.s3a.secret.key",
        "fs.s3a.access.key",
        "fs.s3a.session.token",
        "fs.azure.account.key.mine.dfs.core.windows.net",
        "MY_PASSWD",
        "s3a://key:hidden@bucket/rows.csv"
      })
  void redactionCoversKeysAndAddresses(String text) throws IOException {
    assertThat(text)
        .containsPattern(Pattern.compile(settings("secure.conf").get("spark.redaction.regex")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.executor.memory", "s3a://bucket/rows.csv", "hdfs://host:8020/a@b"})
  void redactionLeavesTheRest(String text) throws IOException {
    assertThat(text)
        .doesNotContainPattern(
            Pattern.compile(settings("secure.conf").get("spark.redaction.regex")));
  }

  private static final List<String> CLUSTERS =
      List.of("standalone.properties", "yarn.properties", "kubernetes.properties");

  /** Spark finds volumes by the beginning of the key. */
  private static final Pattern VOLUME =
      Pattern.compile("spark\\.kubernetes\\.(driver|executor)\\.volumes\\..+");

  /** Whether Spark defines the setting; those of YARN are not on this class path. */
  private static boolean isKnown(String key) {
    return ConfigEntry.findEntry(key) != null
        || key.equals("spark.yarn.maxAppAttempts")
        || VOLUME.matcher(key).matches();
  }

  static Stream<String> clusters() {
    // Spark registers its settings when the objects that define them are initialised.
    assertThat(package$.MODULE$).isNotNull();
    assertThat(Network$.MODULE$).isNotNull();
    assertThat(Config$.MODULE$).isNotNull();
    return CLUSTERS.stream();
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void aClusterHasOnlySettingsThatSparkKnows(String file) throws IOException {
    assertThat(settings(file).keySet()).hasSizeGreaterThan(8).allMatch(SparkSettingsTest::isKnown);
    assertThat(isKnown("spark.executor.memmory")).isFalse();
    assertThat(isKnown("spark.kubernetes.driver.podTemplate")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void everyValueIsOneThatSparkCanRead(String file) throws IOException {
    settings(file)
        .forEach(
            (key, value) -> {
              assertThat(value).as(key).isNotEmpty().doesNotContain(" ");
              ConfigEntry<?> entry = ConfigEntry.findEntry(key);
              if (entry != null) {
                assertThat(entry.valueConverter().apply(value)).as(key).isNotNull();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void executorsStayWithTheirBlocks(String file) throws IOException {
    assertThat(settings(file))
        .containsEntry("spark.dynamicAllocation.enabled", "false")
        .containsEntry("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .containsEntry("spark.speculation", "false")
        .doesNotContainKeys("spark.authenticate.secret", "spark.master");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn.properties", "kubernetes.properties"})
  void clustersThatMakeSecretsUseThem(String file) throws IOException {
    assertThat(settings(file))
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.io.encryption.enabled", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "executor"})
  void podsMountTheClaim(String role) throws IOException {
    Seq<KubernetesVolumeSpec> volumes =
        KubernetesVolumeUtils.parseVolumesWithPrefix(
            kubernetes(), "spark.kubernetes." + role + ".volumes.");
    assertThat(CollectionConverters.asJava(volumes))
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.mountPath()).isEqualTo("/data");
              assertThat(volume.volumeConf())
                  .isInstanceOfSatisfying(
                      KubernetesPVCVolumeConf.class,
                      claim -> assertThat(claim.claimName()).isEqualTo("softmax-data"));
            });
  }

  /** Spark puts the folder of the project, which submit/softmax exports, into the value. */
  @Test
  void podsHaveATemplate() throws IOException {
    for (OptionalConfigEntry<String> entry :
        List.of(
            Config$.MODULE$.KUBERNETES_DRIVER_PODTEMPLATE_FILE(),
            Config$.MODULE$.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE())) {
      assertThat(kubernetes().getOption(entry.key()).get())
          .isEqualTo("${env:SOFTMAX_HOME}/conf/pod.yaml");
    }
    assertThat(Command.PROJECT.resolve("conf/pod.yaml")).isRegularFile();
  }

  private static SparkConf kubernetes() throws IOException {
    SparkConf conf = new SparkConf(false);
    settings("kubernetes.properties").forEach(conf::set);
    return conf;
  }
}
