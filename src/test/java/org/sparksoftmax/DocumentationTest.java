package org.sparksoftmax;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sparksoftmax.cli.Softmax;
import picocli.CommandLine;

/** Checks README.md and the pages of the site against the product: everything they name exists. */
class DocumentationTest {

  private static final Path README = Path.of("README.md");
  private static final Path PAGES = Path.of("src/site/markdown");

  /**
   * The names of files, such as those in the output of a run, which look like configuration keys.
   */
  private static final Pattern FILE_NAME =
      Pattern.compile(".*\\.(html|json|jsonl|inprogress|conf|csv|md|tsv|onnx|pmml|txt|bin|gz)");

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+(\\.\\*)?");

  /** A HOCON setting: a key and its value. */
  private static final Pattern SETTING = Pattern.compile("^([a-z][a-z0-9.-]*) = ");

  private static final Schema SCHEMA = Schema.read();
  private static final CommandLine COMMANDS = new CommandLine(new Softmax());

  // -------------------------------------------------------------------------------------- tests

  @TestFactory
  Stream<DynamicTest> linksResolve() throws IOException {
    return eachDocument(DocumentationTest::brokenLinks);
  }

  @TestFactory
  Stream<DynamicTest> keysAreKnown() throws IOException {
    return eachDocument(DocumentationTest::unknownKeys);
  }

  @TestFactory
  Stream<DynamicTest> commandsAndOptionsExist() throws IOException {
    return eachDocument(DocumentationTest::wrongCommands);
  }

  @TestFactory
  Stream<DynamicTest> pathsExist() throws IOException {
    return eachDocument(DocumentationTest::missingPaths);
  }

  @TestFactory
  Stream<DynamicTest> testClassesExist() throws IOException {
    return eachDocument(DocumentationTest::missingTests);
  }

  @TestFactory
  Stream<DynamicTest> classesExist() throws IOException {
    return eachDocument(DocumentationTest::missingClasses);
  }

  @Test
  void documentsAreShort() throws IOException {
    for (Document document : Document.all()) {
      boolean readme = document.path().equals(README);
      assertThat(Files.size(document.path()))
          .as("bytes of %s", document.path())
          .isLessThan(readme ? 10_241 : 12_288);
    }
  }

  @Test
  void everyPageIsInTheMenuTheIndexAndTheReadme() throws IOException {
    Set<String> pages =
        Document.all().stream()
            .map(Document::path)
            .filter(path -> !path.equals(README))
            .map(path -> path.getFileName().toString().replace(".md", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    String menu = Files.readString(Path.of("src/site/site.xml"));
    assertThat(firsts(menu, "href=\"([a-z-]+)\\.html\"")).hasSameElementsAs(pages);
    pages.remove("index");
    String index = Files.readString(PAGES.resolve("index.md"));
    assertThat(firsts(index, "\\(([a-z-]+)\\.md\\)")).hasSameElementsAs(pages);
    String readme = Files.readString(README);
    assertThat(firsts(readme, "\\(src/site/markdown/([a-z-]+)\\.md\\)")).hasSameElementsAs(pages);
  }

  private static Stream<DynamicTest> eachDocument(Function<Document, List<String>> check)
      throws IOException {
    return Document.all().stream()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    document.path().toString(),
                    () ->
                        assertThat(check.apply(document))
                            .as(document.path().toString())
                            .isEmpty()));
  }

  // -------------------------------------------------------------------------------------- links

  /**
   * Pages link to {@code page.md}, which Doxia converts to {@code page.html}, so that the same link
   * works in the repository and on the site. The two derive the anchors of headings by different
   * rules, so a link into another page needs an explicit anchor.
   */
  private static List<String> brokenLinks(Document document) {
    List<String> broken = new ArrayList<>();
    for (String link : firsts(document.prose(), "\\]\\(([^)\\s]+)\\)")) {
      if (link.matches("https?://.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty()
              ? document.path()
              : Path.of("").resolve(document.path()).resolveSibling(parts[0]).normalize();
      boolean page = document.path().startsWith(PAGES);
      if (!Files.isRegularFile(target)) {
        broken.add(link + ": no such file");
      } else if (page && !target.startsWith(PAGES)) {
        broken.add(link + ": not on the site");
      } else if (parts.length == 2 && !anchors(target, page).contains(parts[1])) {
        broken.add(link + ": no such anchor");
      }
    }
    return broken;
  }

  private static List<String> anchors(Path target, boolean writtenOnly) {
    String text = Document.read(target).prose();
    Stream<String> headings =
        writtenOnly
            ? Stream.empty()
            : firsts(text, "(?m)^#+ +(.*)$").stream()
                .map(DocumentationTest::slug); // the anchor that GitHub generates
    return Stream.concat(headings, firsts(text, "<a id=\"([^\"]+)\"").stream()).toList();
  }

  private static String slug(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  // --------------------------------------------------------------------------------------- keys

  private static List<String> unknownKeys(Document document) {
    List<String> keys = new ArrayList<>();
    for (String code : document.inlineCode()) {
      List<String> setting = firsts(code, SETTING.pattern());
      if (!setting.isEmpty()) {
        keys.add(setting.get(0));
      } else if (KEY.matcher(code).matches()
          && SCHEMA.groups().contains(code.substring(0, code.indexOf('.')))
          && !FILE_NAME.matcher(code).matches()) {
        keys.add(code);
      }
    }
    for (Block block : document.blocks()) {
      keys.addAll(firsts(block.text(), "--set \"?([A-Za-z0-9.-]+)="));
      keys.addAll(firsts(block.text(), "\\.set\\(\"([^\"]+)\","));
      if (block.language().equals("hocon")) {
        keys.addAll(Schema.keysOf(ConfigFactory.parseString(block.text())));
      }
    }
    keys.removeIf(key -> SCHEMA.knows(key) || shownAsMistake(document, key));
    return keys;
  }

  /** Whether the key is part of an example of the message for unknown keys. */
  private static boolean shownAsMistake(Document document, String key) {
    return document.text().contains("Unknown key " + key);
  }

  // ----------------------------------------------------------------------------------- commands

  private static List<String> wrongCommands(Document document) {
    List<String> wrong = new ArrayList<>();
    String script = read(Path.of("submit/softmax"));
    for (String code : document.inlineCode()) {
      // An option on its own, with or without an example value.
      for (String option : firsts(code, "^(--[a-z][a-z-]*)")) {
        boolean ours =
            COMMANDS.getSubcommands().values().stream()
                .anyMatch(command -> hasOption(command, option));
        if (!ours && !script.contains(option)) {
          wrong.add(code);
        }
      }
    }
    for (String line : document.codeLines()) {
      for (String call : firsts(line, "submit/softmax ([^#|;`]*)")) {
        wrong.addAll(wrongCall(call, script));
      }
      String cluster = read(Path.of("submit/cluster"));
      firsts(line, "submit/cluster ([a-z-]+)").stream()
          .filter(word -> !cluster.contains("\n  " + word + ") "))
          .forEach(wrong::add);
      String benches = read(Path.of("submit/bench")).lines().skip(1).findFirst().orElseThrow();
      firsts(line, "submit/bench ([a-z-]+)").stream()
          .filter(word -> !List.of(benches.split("[| ]")).contains(word))
          .forEach(wrong::add);
      String pom = read(Path.of("pom.xml"));
      firsts(line, "\\bmvn .*-P([a-z0-9.-]+)").stream()
          .filter(profile -> !pom.contains("<id>" + profile + "</id>"))
          .forEach(wrong::add);
      firsts(line, "-D((?:softmax|fuzz|mutation)\\.[a-z]+)").stream()
          .filter(property -> !pom.contains("<" + property + ">"))
          .filter(property -> !pom.contains("<" + property + "/>"))
          .forEach(wrong::add);
    }
    return wrong;
  }

  /** The options before the command are those that the script passes to spark-submit. */
  private static List<String> wrongCall(String call, String script) {
    List<String> wrong = new ArrayList<>();
    List<String> words =
        Arrays.asList(call.replace("[spark-submit options]", "").trim().split(" +"));
    int w = 0;
    while (w < words.size() && words.get(w).startsWith("--")) {
      String option = words.get(w);
      if (!script.contains(option + " ") && !script.contains(option + ")")) {
        wrong.add(call + ": no option " + option);
      }
      boolean alone =
          List.of("--help", "--version", "--verbose", "--supervise", "--load-spark-defaults")
              .contains(option);
      w += alone ? 1 : 2;
    }
    if (w >= words.size() || words.get(w).equals("COMMAND")) {
      return wrong;
    }
    CommandLine command = COMMANDS.getSubcommands().get(words.get(w));
    if (command == null) {
      wrong.add(call + ": no command " + words.get(w));
      return wrong;
    }
    words.stream()
        .skip(w + 1)
        .filter(word -> word.startsWith("--") && !hasOption(command, word))
        .forEach(option -> wrong.add(call + ": no option " + option));
    return wrong;
  }

  private static boolean hasOption(CommandLine command, String option) {
    return command.getCommandSpec().optionsMap().containsKey(option);
  }

  // ---------------------------------------------------------------------------- files and classes

  private static List<String> missingPaths(Document document) {
    Pattern path = Pattern.compile("(?<![\\w/.-])((?:conf|submit|src|\\.ci)/[\\w./-]*\\w)");
    return Stream.concat(
            document.inlineCode().stream(), document.blocks().stream().map(Block::text))
        .flatMap(code -> firsts(code, path.pattern()).stream())
        .filter(name -> !Files.exists(Path.of(name)))
        .toList();
  }

  private static List<String> missingTests(Document document) {
    Set<String> tests = sources("src/test/java");
    return Stream.concat(
            document.inlineCode().stream()
                .filter(code -> code.matches("[*A-Z]\\w*(Test|IT|Contract)")),
            document.blocks().stream()
                .flatMap(block -> firsts(block.text(), "-Dtest=([\\w*]+)").stream()))
        .filter(name -> tests.stream().noneMatch(test -> test.matches(name.replace("*", ".*"))))
        .toList();
  }

  /** Checks names with packages and, on the page about the code, all class names. */
  private static List<String> missingClasses(Document document) {
    boolean history = document.path().endsWith("changes.md");
    List<String> missing = new ArrayList<>();
    for (String code : document.allCode()) {
      firsts(code, "\\b(org\\.sparksoftmax(?:\\.[a-z]+)*\\.[A-Z]\\w+)").stream()
          .filter(
              name ->
                  Stream.of("src/main/java/", "src/main/java-scala-2.13/", "src/test/java/")
                      .noneMatch(
                          root -> Files.exists(Path.of(root + name.replace('.', '/') + ".java"))))
          .filter(name -> !history)
          .forEach(missing::add);
    }
    if (document.path().endsWith("extending.md")) {
      Set<String> known = sources("src/main/java");
      known.addAll(sources("src/test/java"));
      document.inlineCode().stream()
          .filter(code -> code.matches("[A-Z][a-z0-9]+\\w*[a-z]\\w*"))
          .filter(code -> !List.of("Test", "IT").contains(code))
          .filter(code -> !known.contains(code))
          .forEach(missing::add);
    }
    return missing;
  }

  private static Set<String> sources(String root) {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  // ---------------------------------------------------------------------------------------- text

  /** The first group of every match. */
  private static List<String> firsts(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  /** A fenced or indented block of code. */
  private record Block(String language, String text) {}

  /**
   * A Markdown file.
   *
   * @param prose the text without its blocks of code
   */
  private record Document(Path path, String text, String prose, List<Block> blocks) {

    static List<Document> all() throws IOException {
      try (Stream<Path> pages = Files.list(PAGES)) {
        return Stream.concat(Stream.of(README), pages.sorted()).map(Document::read).toList();
      }
    }

    static Document read(Path path) {
      String text = DocumentationTest.read(path);
      StringBuilder prose = new StringBuilder();
      List<Block> blocks = new ArrayList<>();
      StringBuilder code = null;
      String language = "";
      boolean fenced = false;
      for (String line : text.split("\n", -1)) {
        boolean fence = line.startsWith("```");
        boolean indented = !fenced && line.startsWith("    ");
        if (code != null && (fence || (!fenced && !indented))) {
          blocks.add(new Block(language, code.toString()));
          code = null;
          fenced = false;
          if (fence) {
            continue;
          }
        } else if (fence || (code == null && indented)) {
          code = new StringBuilder();
          fenced = fence;
          language = fence ? line.substring(3).trim() : "";
          if (fence) {
            continue;
          }
        }
        (code == null ? prose : code).append(line).append('\n');
      }
      return new Document(path, text, prose.toString(), blocks);
    }

    List<String> inlineCode() {
      return firsts(prose, "`([^`]+)`").stream().map(code -> code.replace('\n', ' ')).toList();
    }

    Stream<String> blockTexts() {
      return blocks.stream().map(Block::text);
    }

    List<String> allCode() {
      return Stream.concat(inlineCode().stream(), blockTexts()).toList();
    }

    /** The lines; those that end in a backslash are joined with the next. */
    List<String> codeLines() {
      return allCode().stream().flatMap(code -> code.replace("\\\n", " ").lines()).toList();
    }
  }

  /** The keys of conf/train.conf. */
  private record Schema(Set<String> keys, Set<String> groups) {

    static Schema read() {
      Config defaults =
          ConfigFactory.parseFile(
              Path.of("conf/train.conf").toFile(),
              ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false));
      Set<String> groups = new TreeSet<>();
      Set<String> keys = new TreeSet<>();
      collect("", defaults.root(), keys, groups);
      return new Schema(keys, groups);
    }

    static Set<String> keysOf(Config config) {
      Set<String> keys = new TreeSet<>();
      collect("", config.root(), keys, new TreeSet<>());
      return keys;
    }

    private static void collect(
        String prefix, ConfigObject object, Set<String> keys, Set<String> groups) {
      for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
        String path = prefix + ConfigUtil.quoteString(entry.getKey()).replace("\"", "");
        if (entry.getValue() instanceof ConfigObject child) {
          groups.add(path);
          collect(path + ".", child, keys, groups);
        } else {
          keys.add(path);
        }
      }
    }

    boolean knows(String key) {
      return keys.contains(key)
          || groups.contains(key)
          || (key.endsWith(".*") && groups.contains(key.substring(0, key.length() - 2)));
    }
  }
}
