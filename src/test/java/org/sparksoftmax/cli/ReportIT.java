package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.sparksoftmax.SharedData;

/** Tests reports as rendered in a browser. */
class ReportIT {

  private static final int MAX_BYTES = 3_000_000;

  private static final String DIGITS_IMAGE = "report.image={width=8,height=8,channels=1}";

  /** The number of colours of a canvas, read from a copy so that the canvas is unchanged. */
  private static final String COLOURS =
      """
      const colours = canvas => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height)
          .getContext('2d', { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      };
      """;

  @TempDir private static Path folder;

  private static Browser browser;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path train(String name, String... sets) {
    List<String> arguments = new ArrayList<>(List.of("train", "--output", folder + "/" + name));
    List.of(sets).forEach(set -> arguments.addAll(List.of("--set", set)));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("wrote " + folder.resolve(name + "/report.html"));
    return folder.resolve(name).resolve("report.html");
  }

  private static Path digits(String name, String... sets) {
    Digits digits = new Digits(folder);
    InProcess.Outcome outcome = digits.run("train", name, List.of(), sets);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return folder.resolve(name).resolve("report.html");
  }

  /** Opens a report and checks the properties common to all reports. */
  private static void open(Path report) throws IOException {
    assertThat(Files.size(report)).isLessThan(MAX_BYTES);
    for (int width : new int[] {400, 1400}) {
      browser.requests();
      browser.open(report, width);
      assertThat(browser.run("return document.documentElement.dataset.ready")).isEqualTo("true");
      assertThat(browser.number("document.documentElement.scrollWidth"))
          .as("no overflow at a width of " + width)
          .isLessThanOrEqualTo(width);
      requireDrawn();
      assertThat(browser.requests()).containsExactly(report.toUri().toString());
    }
    assertThat(browser.console()).isEmpty();
  }

  /** Every chart is drawn and has a text alternative. */
  private static void requireDrawn() {
    assertThat(
            browser.run(
                COLOURS
                    + """
                return [...document.querySelectorAll('.chart')].filter(chart => {
                  const canvas = chart.querySelector('canvas');
                  const drawn = canvas
                    ? colours(canvas) > 2
                    : chart.querySelectorAll('svg path').length > 3;
                  return !(drawn && chart.getAttribute('aria-label'));
                }).map(chart => chart.dataset.label)"""))
        .as("charts that are blank or have no label")
        .isEqualTo(List.of());
    assertThat(
            browser.run(
                COLOURS
                    + """
                return [...document.querySelectorAll('canvas[role=img]')]
                  .filter(canvas => colours(canvas) < 2).length"""))
        .as("pictures that are blank")
        .isEqualTo(0L);
  }

  private static double count(String selector) {
    return browser.number(
        String.format(Locale.ROOT, "document.querySelectorAll('%s').length", selector));
  }

  private static String text(String selector) {
    return (String)
        browser.run(
            String.format(
                Locale.ROOT, "return document.querySelector('%s').textContent", selector));
  }

  @Test
  void theBundledDigits() throws IOException {
    Path report =
        digits("digits", "data.validation.fraction=0.1", "data.test.fraction=0.2", DIGITS_IMAGE);
    open(report);

    assertThat(text("h1")).isEqualTo("digits");
    assertThat(text("#result .figures dd")).contains("95.42 %");
    assertThat(count(".chart"))
        .as("curves, confusions, reliability, two by class, time")
        .isEqualTo(6);
    assertThat(text("#result table")).contains("class frequencies10.47 %2.3021");
    assertThat(text("#result .figures")).contains("most frequent class 9.34").contains("2.3057");
    assertThat(count("#result .poor")).isZero();
    assertThat(count("#templates canvas")).isEqualTo(10);
    assertThat(count("#mistakes canvas")).isEqualTo(30);
    assertThat(count("#classes tbody tr")).isEqualTo(10);
    sortingFollowsClickAndKey();
    zoomFollowsTheKeyboard();
    themeRedrawsTheCharts();
    setsAndOrdersOfTheMatrixCanBeChosen();
    classesOfTheCurvesCanBeChosen();
    assertThat(browser.pdf()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    assertThat(browser.run("return document.documentElement.dataset.theme"))
        .as("after printing, the colours are as before")
        .isEqualTo("dark");
    assertThat(browser.console()).isEmpty();
  }

  private static void classesOfTheCurvesCanBeChosen() {
    String areas = "#scores table";
    assertThat(text(areas)).contains("validation");
    assertThat(count("#scores tbody tr")).as("as many as there are colours").isEqualTo(8);
    assertThat(text("#scores .muted:last-child")).contains("other classes are grey");
    browser.press("#scores select", "6");
    assertThat(text(areas + " tbody th")).isEqualTo("6");
    assertThat(count("#scores tbody tr")).isEqualTo(1);
    String series =
        "echarts.getInstanceByDom(document.querySelector('#scores .chart')).getOption().series";
    assertThat(browser.number(series + ".length")).as("random scores, 10 classes").isEqualTo(11);
    requireDrawn();
  }

  @Test
  void aPoorLogLossIsShownAsSuchWithTheRemedy() throws IOException {
    Path report = digits("poor", "regularization.strength=1e-9", "data.test.fraction=0.5");
    Path summary = folder.resolve("poor/summary.json");
    Files.writeString(
        summary,
        Files.readString(summary)
            .replaceFirst("(\"train\" : \\{[^}]*\"logLoss\" : )[^,]*", "$13.5"));
    assertThat(InProcess.run("report", folder + "/poor").err()).isEmpty();
    open(report);

    assertThat(text("#result .poor")).isEqualTo("3.5000");
    assertThat(browser.run("return getComputedStyle(document.querySelector('.poor')).color"))
        .isEqualTo("rgb(194, 80, 10)");
    assertThat(text("#result"))
        .contains("the log loss on training data, 3.5000, is worse than that of the class")
        .contains("check the stop reason");
  }

  @Test
  void keysBreakBetweenWordsAndLabelsOfAxesAreWhole() throws IOException {
    Path data = folder.resolve("long.csv");
    StringBuilder lines = new StringBuilder("a,label\n");
    for (int i = 0; i < 60; i++) {
      lines
          .append(i)
          .append(",\"")
          .append("MW".repeat(9))
          .append(" of class ")
          .append(i % 3)
          .append("\"\n");
    }
    Files.writeString(data, lines);
    Path report =
        train("long", "data.path=" + data, "optimizer.max-iterations=2", "data.test.fraction=0.4");
    open(report);

    browser.open(report, 400);
    assertThat(
            browser.run(
                """
                return [...document.querySelectorAll('.chart svg')].flatMap(svg => {
                  const all = svg.getBoundingClientRect();
                  return [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect();
                    return box.left < all.left - 1 || box.right > all.right + 1 || box.bottom > all.bottom + 1;
                  }).map(text => text.textContent);
                })"""))
        .as("labels outside of their chart")
        .isEqualTo(List.of());
    assertThat(
            browser.run(
                """
                return [...document.querySelectorAll('#configuration code.key')].filter(key => {
                  const words = key.textContent.split(/(?<=[.-])/);
                  const line = parseFloat(getComputedStyle(key).lineHeight);
                  return key.getBoundingClientRect().height > line * words.length + 1;
                }).length"""))
        .as("keys that break within a word")
        .isEqualTo(0L);
    assertThat(browser.run("return document.querySelector('#configuration code.key').innerHTML"))
        .asString()
        .contains("<wbr>");
  }

  @Test
  void warningsAndTheStrengthOfThePenaltyAreNextToTheMeasures() throws IOException {
    Path report =
        digits("overfits", "regularization.strength=1e-9", "data.test.fraction=0.5", DIGITS_IMAGE);
    open(report);

    assertThat(text("#result .warning")).startsWith("Warning: test log");
    assertThat(text("#result .figures")).contains("of strength 1.000e-9");
  }

  private static void sortingFollowsClickAndKey() {
    String head = "#classes th:nth-child(5) button";
    String f1 =
        "return [...document.querySelectorAll('#classes tbody tr')].map(r => r.children[4].textContent)";
    browser.press(head, Keys.ENTER);
    List<?> falling = (List<?>) browser.run(f1);
    browser.press(head, Keys.SPACE);
    List<?> rising = (List<?>) browser.run(f1);
    List<String> sorted = falling.stream().map(String::valueOf).sorted().toList();
    assertThat(rising).isEqualTo(sorted);
    assertThat(falling).isNotEqualTo(rising);
    assertThat(text("#classes th[aria-sort=ascending]")).isEqualTo("F1");
  }

  private static void zoomFollowsTheKeyboard() {
    String window =
        "echarts.getInstanceByDom(document.querySelector('#training .chart')).getOption().dataZoom[0]";
    String size = window + ".end - " + window + ".start";
    assertThat(browser.number(size)).isEqualTo(100);
    browser.press("button[aria-label=\"Zoom in\"]", Keys.ENTER);
    assertThat(browser.number(size)).isEqualTo(50);
    browser.press("button[aria-label=\"Later\"]", Keys.ENTER);
    assertThat(browser.number(window + ".end")).isEqualTo(100);
    browser.press("button[aria-label=\"Show all\"]", Keys.ENTER);
    assertThat(browser.number(size)).isEqualTo(100);
  }

  private static void themeRedrawsTheCharts() {
    String chart = "return document.querySelector('#training svg').outerHTML";
    String colours = "return getComputedStyle(document.body).backgroundColor";
    Object light = browser.run(chart);
    Object page = browser.run(colours);
    browser.press("#theme", Keys.ENTER);
    assertThat(browser.run(chart)).isNotEqualTo(light);
    assertThat(browser.run(colours)).isNotEqualTo(page);
    assertThat(browser.run("return document.querySelector('#theme').ariaPressed"))
        .isEqualTo("true");
    requireDrawn();
  }

  private static void setsAndOrdersOfTheMatrixCanBeChosen() {
    String cells =
        "JSON.stringify(echarts.getInstanceByDom(document.querySelector('#confusions .chart')).getOption().series[0].data.map(d => d.value))";
    Object before = browser.run("return " + cells);
    browser.press("#confusions select", "Most");
    Object byErrors = browser.run("return " + cells);
    assertThat(byErrors).isNotEqualTo(before);
    browser.press("#confusions button[data-value=counts]", Keys.ENTER);
    assertThat(browser.run("return " + cells)).isNotEqualTo(byErrors);
    browser.press("#classes button[data-value=validation]", Keys.ENTER);
    assertThat(text("#classes caption")).contains("validation");
    assertThat(text("#reliability p[aria-live]")).contains("validation");
    assertThat(count("#confusions .chart")).isEqualTo(1);
    requireDrawn();
  }

  @Test
  void theKeyboardBeginsWithTheContent() throws IOException {
    Path report = digits("keys", "optimizer.max-iterations=2");
    browser.open(report, 1400);
    assertThat(browser.firstByTab()).isEqualTo("Skip to the content");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void hostileNamesAreText() throws IOException {
    String hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    Path data =
        Files.writeString(
            folder.resolve("hostile.csv"),
            String.format(
                Locale.ROOT,
                "a,\"%s\",label\n1,2,%s\n2,1,<b>x</b>\n1,3,%s\n3,1,<b>x</b>\n1,1,<b>x</b>\n4,4,%s\n",
                hostile,
                hostile,
                hostile,
                hostile));
    Path report = train("hostile", "data.path=" + data, "optimizer.max-iterations=3");
    open(report);

    assertThat(browser.run("return [...document.querySelectorAll('main b, main img')].length"))
        .isEqualTo(0L);
    assertThat(text("#classes tbody")).contains(hostile).contains("<b>x</b>");
    assertThat(text("#features")).contains(hostile);
  }

  @Test
  void severalRunsSideBySide() throws IOException {
    digits("one", "optimizer.max-iterations=3", "data.test.fraction=0.2");
    digits("two", "optimizer.max-iterations=6", "data.test.fraction=0.2");
    String[] both = {"report", folder + "/one", folder + "/two", "--output", folder + "/both.html"};
    assertThat(InProcess.run(both).code()).isZero();
    open(folder.resolve("both.html"));

    assertThat(text("h1")).isEqualTo("2 runs side by side");
    assertThat(count("#result td.best")).isGreaterThan(5);
    assertThat(text("#configuration tbody")).contains("optimizer.max-iterations", "3", "6");
    assertThat(count("#classes tbody tr")).isEqualTo(10);
  }

  /** Reports of runs of earlier versions, and of a run without any details. */
  @Test
  void whatIsMissingIsSaid() throws IOException {
    digits("earlier", "optimizer.max-iterations=2", "data.test.fraction=0.2");
    Files.delete(folder.resolve("earlier/report.json"));
    Files.delete(folder.resolve("earlier/metrics.jsonl"));
    Files.createDirectories(folder.resolve("nothing"));
    Files.writeString(
        folder.resolve("nothing/summary.json"),
        "{\"stopReason\":\"DIVERGED\",\"objective\":null,\"train\":{\"accuracy\":null}}");
    for (String run : List.of("earlier", "nothing")) {
      assertThat(InProcess.run("report", folder + "/" + run).err()).isEmpty();
      open(folder.resolve(run).resolve("report.html"));
      assertThat(text("#training .empty")).contains("metrics.jsonl");
      assertThat(text("#mistakes .empty")).contains("report.json");
      assertThat(text("#scores .empty")).contains("report.json");
      // data.null-values has the texts NaN and -NaN
      assertThat(text("main").replaceAll("\"-?NaN\"", "")).doesNotContain("undefined", "NaN");
    }
    assertThat(text("#result")).contains("it diverged", "–");
  }

  @Test
  void fashionMnistInPictures() throws IOException {
    Path report =
        train(
            "fashion",
            "data.format=idx",
            "data.path=" + SharedData.file("fashion-mnist/t10k-images-idx3-ubyte.gz"),
            "data.labels-path=" + SharedData.file("fashion-mnist/t10k-labels-idx1-ubyte.gz"),
            "data.test.fraction=0.2",
            "data.feature-multiplier=0.00392156862745098",
            "regularization.strength=0.001",
            "optimizer.max-iterations=5",
            "report.image={width=28,height=28,channels=1}",
            "report.class-names=[T-shirt,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot]");
    open(report);

    assertThat(count("#templates canvas")).isEqualTo(10);
    assertThat(text("#templates")).contains("Ankle boot");
    assertThat(text("#mistakes figcaption")).contains(" taken for ");
  }

  @Test
  void newsgroupsInWords() throws IOException {
    Path report =
        train(
            "news",
            "data.format=libsvm",
            "data.path=" + SharedData.file("news20/news20_train_counts.libsvm.gz"),
            "data.test.path=" + SharedData.file("news20/news20_test_counts.libsvm.gz"),
            "data.num-features=46818",
            "data.feature-names=" + SharedData.file("news20/vocabulary.txt"),
            "report.class-names=" + SharedData.file("news20/classes.txt"),
            "regularization.strength=0.0001",
            "optimizer.max-iterations=10");
    open(report);

    assertThat(count("#features .card")).isEqualTo(20);
    assertThat(text("#features")).contains("rec.sport.hockey", "hockey", "playoffs");
    assertThat(text("#mistakes tbody")).contains(".");
    InProcess.Outcome described = InProcess.run("describe", "--model", folder + "/news");
    assertThat(described.out())
        .doesNotContain("#46817")
        .containsPattern("0: intercept [^ ]+, [a-z]");
  }
}
