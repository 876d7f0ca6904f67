package org.sparksoftmax.run;

import io.openlineage.client.Clients;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.OpenLineageConfig;
import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.UUIDUtils;
import io.openlineage.client.utils.filesystem.FilesystemDatasetUtils;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.Product;
import org.sparksoftmax.text.Secrets;

/**
 * Events of the OpenLineage specification, sent as OpenLineage's listener for Spark sends its own.
 */
final class OpenLineageEvents implements Lineage {

  private static final Logger LOG = LoggerFactory.getLogger(Lineage.class);
  private static final URI PRODUCER =
      URI.create("urn:org.sparksoftmax:spark-softmax:" + Product.version());
  private static final int MAX_COLUMNS = 10_000;

  private final OpenLineage openLineage = new OpenLineage(PRODUCER);
  private final UUID run = UUIDUtils.generateNewUUID();
  private final OpenLineageClient client;
  private final SparkConf settings;
  private final Configuration hadoop;
  private final String job;
  private List<InputDataset> inputs = List.of();
  private Path output;

  OpenLineageEvents(SparkContext context, String command) throws ReflectiveOperationException {
    settings = context.getConf();
    hadoop = context.hadoopConfiguration();
    String application = settings.get("spark.openlineage.appName", context.appName());
    job = application.replaceAll("[^A-Za-z0-9]+", "_").toLowerCase(Locale.ROOT) + "." + command;
    // The one class of the listener that is needed: it translates Spark's settings.
    Class<?> parser =
        Class.forName(
            "io.openlineage.spark.agent.ArgumentParser",
            true,
            Thread.currentThread().getContextClassLoader());
    client =
        Clients.newClient(
            (OpenLineageConfig<?>)
                parser.getMethod("parse", SparkConf.class).invoke(null, settings));
  }

  @Override
  public void started(List<InputPaths> newInputs, Path newOutput) {
    output = newOutput;
    inputs = new ArrayList<>();
    for (InputPaths paths : newInputs) {
      for (DatasetIdentifier set : identify(paths)) {
        inputs.add(openLineage.newInputDataset(set.getNamespace(), set.getName(), null, null));
      }
    }
    send(EventType.START, "", "");
  }

  @Override
  public void read(List<Read> reads) {
    inputs = new ArrayList<>();
    for (Read read : reads) {
      List<DatasetIdentifier> sets = identify(read.input());
      for (DatasetIdentifier set : sets) {
        OpenLineage.InputDatasetInputFacetsBuilder statistics =
            openLineage.newInputDatasetInputFacetsBuilder();
        if (sets.size() == 1) { // otherwise nothing says how many come from which
          statistics.inputStatistics(
              openLineage
                  .newInputStatisticsInputDatasetFacetBuilder()
                  .rowCount(read.rows())
                  .build());
        }
        inputs.add(
            openLineage
                .newInputDatasetBuilder()
                .namespace(set.getNamespace())
                .name(set.getName())
                .facets(facets(read.version()).schema(schema(read.schema())).build())
                .inputFacets(statistics.build())
                .build());
      }
    }
  }

  @Override
  public void completed(String version) {
    send(EventType.COMPLETE, "", version);
  }

  @Override
  public void failed(String reason) {
    if (output != null) {
      send(EventType.FAIL, reason, "");
    }
  }

  private void send(EventType type, String failure, String version) {
    try {
      client.emit(
          openLineage
              .newRunEventBuilder()
              .eventType(type)
              .eventTime(ZonedDateTime.now(ZoneOffset.UTC))
              .run(openLineage.newRun(run, runFacets(failure)))
              .job(openLineage.newJob(namespace(), job, jobFacets()))
              .inputs(inputs)
              .outputs(List.of(output(version)))
              .build());
    } catch (RuntimeException | LinkageError lost) { // the job does not depend on who watches it
      LOG.warn("Cannot send {} to OpenLineage", type, lost);
    }
  }

  private String namespace() {
    return settings.get("spark.openlineage.namespace", "default");
  }

  private OpenLineage.JobFacets jobFacets() {
    return openLineage
        .newJobFacetsBuilder()
        .jobType(openLineage.newJobTypeJobFacet("BATCH", "SPARK", "JOB"))
        .build();
  }

  private OpenLineage.RunFacets runFacets(String failure) {
    OpenLineage.RunFacetsBuilder facets =
        openLineage
            .newRunFacetsBuilder()
            .processing_engine(
                openLineage
                    .newProcessingEngineRunFacetBuilder()
                    .name(Product.NAME)
                    .version(Product.version())
                    .build());
    String parent = settings.get("spark.openlineage.parentRunId", "");
    if (!parent.isEmpty()) {
      facets.parent(
          openLineage
              .newParentRunFacetBuilder()
              .run(openLineage.newParentRunFacetRun(UUID.fromString(parent)))
              .job(
                  openLineage.newParentRunFacetJob(
                      settings.get("spark.openlineage.parentJobNamespace", namespace()),
                      settings.get("spark.openlineage.parentJobName", job)))
              .build());
    }
    if (!failure.isEmpty()) {
      facets.errorMessage(
          openLineage
              .newErrorMessageRunFacetBuilder()
              .message(OneLine.message(failure))
              .programmingLanguage("Java")
              .build());
    }
    return facets.build();
  }

  private OutputDataset output(String version) {
    DatasetIdentifier written = FilesystemDatasetUtils.fromLocation(output.toUri());
    return openLineage
        .newOutputDatasetBuilder()
        .namespace(written.getNamespace())
        .name(written.getName())
        .facets(facets(version).build())
        .build();
  }

  private OpenLineage.DatasetFacetsBuilder facets(String version) {
    OpenLineage.DatasetFacetsBuilder facets = openLineage.newDatasetFacetsBuilder();
    if (!version.isEmpty()) {
      facets.version(openLineage.newDatasetVersionDatasetFacet(version));
    }
    return facets;
  }

  private OpenLineage.SchemaDatasetFacet schema(FeatureSchema columns) {
    if (!columns.columnsNamed() || columns.columns().size() > MAX_COLUMNS) {
      return null;
    }
    List<OpenLineage.SchemaDatasetFacetFields> fields = new ArrayList<>();
    for (InputColumn column : columns.columns()) {
      fields.add(
          openLineage
              .newSchemaDatasetFacetFieldsBuilder()
              .name(column.name())
              .type(column.isCategorical() ? "string" : "double")
              .build());
    }
    return openLineage.newSchemaDatasetFacet(fields);
  }

  /** One data set for each path, for a pattern its folder; tables by their name; no queries. */
  private List<DatasetIdentifier> identify(InputPaths input) {
    List<DatasetIdentifier> sets = new ArrayList<>();
    input
        .location()
        .table()
        .ifPresent(table -> sets.add(new DatasetIdentifier(table, namespace())));
    String paths = input.location().path().orElse("");
    for (String path : paths.isEmpty() ? List.<String>of() : List.of(paths.split(",", -1))) {
      Path folder = new Path(path.strip());
      while (folder.toString().matches(".*[*?\\[{].*")) {
        folder = folder.getParent();
      }
      sets.add(FilesystemDatasetUtils.fromLocation(qualified(folder)));
    }
    return sets;
  }

  private URI qualified(Path path) {
    try {
      return path.getFileSystem(hadoop).makeQualified(path).toUri();
    } catch (IOException unreachable) { // then reading fails, and says so
      LOG.warn("Cannot qualify {} for OpenLineage", Secrets.mask(path.toString()), unreachable);
      return path.toUri();
    }
  }
}
