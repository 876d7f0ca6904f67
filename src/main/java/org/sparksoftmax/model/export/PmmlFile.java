package org.sparksoftmax.model.export;

import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dmg.pmml.Application;
import org.dmg.pmml.Extension;
import org.dmg.pmml.Header;
import org.dmg.pmml.PMML;
import org.jpmml.model.JAXBSerializer;
import org.jpmml.model.JAXBUtil;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.Product;

/**
 * A linear model as a PMML 4.4 RegressionModel: one table of coefficients per class, normalised by
 * softmax. Categorical columns are categorical fields, of numbers if all categories are numbers, so
 * that a scorer takes rows as in the data. A scorer treats unusual cells as {@code predict} does:
 * an unknown category matches none of the categories, and a missing or invalid cell makes the row
 * invalid. For features without columns, a missing value is 0.
 */
public final class PmmlFile implements ModelFile {

  private static final String APPLICATION = "<Application name=\"" + Product.NAME + "\"";

  @Override
  public String name() {
    return "pmml";
  }

  @Override
  public void requireFits(SoftmaxModel model) {
    if (!model.isLinear()) {
      throw new ExportException(
          String.format(
              Locale.ROOT,
              "Cannot export the model to pmml: it is a network (hidden layers: %s), and pmml is written of linear models only; --format onnx takes networks",
              model.hidden()));
    }
    texts(model)
        .filter(text -> !text.codePoints().allMatch(PmmlFile::isOfXml))
        .findFirst()
        .ifPresent(
            text -> {
              throw new ExportException(
                  String.format(
                      Locale.ROOT,
                      "Cannot export the model to pmml: '%s' has a character that attributes of XML cannot have",
                      text));
            });
  }

  /** All text in the file that comes from the data. */
  private static Stream<String> texts(SoftmaxModel model) {
    List<InputColumn> columns = model.schema().columns();
    return Stream.of(
            model.classes().labels().stream(),
            columns.stream().map(InputColumn::name),
            columns.stream().flatMap(column -> column.categories().stream()))
        .flatMap(part -> part);
  }

  /**
   * XML 1.0, section 2.2, except line breaks and tabs, which parsers turn into spaces in
   * attributes.
   */
  private static boolean isOfXml(int character) {
    return (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }

  @Override
  public boolean isOne(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    return text.startsWith("<?xml") && text.contains("<PMML") && text.contains(APPLICATION);
  }

  @Override
  public List<String> interfaceOf(SoftmaxModel model) {
    PmmlFields fields = new PmmlFields(model);
    FeatureSchema schema = model.schema();
    List<String> inputs = fields.inputs();
    String first = inputs.get(0);
    return List.of(
        inputs.size() == 1
            ? "input: the field " + first
            : String.format(
                Locale.ROOT,
                "inputs: %,d fields, %s to %s%s",
                inputs.size(),
                first,
                inputs.get(inputs.size() - 1),
                schema.columns().isEmpty() ? " (0 where missing)" : ""),
        String.format(
            Locale.ROOT, "outputs: %s; %s and so on", fields.prediction(), fields.probability(0)));
  }

  @Override
  public void write(SoftmaxModel model, OutputStream out) throws IOException {
    requireFits(model);
    PmmlFields fields = new PmmlFields(model);
    Header header =
        new Header()
            .setApplication(new Application(Product.NAME).setVersion(Product.version()))
            .addExtensions(new Extension("modelSha256", model.sha256()));
    PMML pmml =
        new PMML("4.4", header, fields.dictionary()).addModels(PmmlRegression.of(model, fields));
    try {
      new JAXBSerializer(JAXBUtil.createContext()).serialize(pmml, out);
    } catch (JAXBException failed) {
      throw writing(failed);
    }
  }

  /** The I/O error that caused {@code failed}, or a new one that wraps it. */
  private static IOException writing(JAXBException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException reason) {
        return reason;
      }
    }
    return new IOException(failed);
  }
}
