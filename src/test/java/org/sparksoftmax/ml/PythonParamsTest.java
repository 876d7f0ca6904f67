package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Python package declares the parameters that the stages have. */
class PythonParamsTest {

  private static final Path FILE = Path.of("src/main/python/org/sparksoftmax/_params.py");
  private static final String COMMAND = "mvn -B test -Dtest=PythonParamsTest -Dpython.params=write";

  @Test
  void pythonDeclaresTheParametersOfTheStages() throws IOException {
    String generated = new PythonParams().text();
    if ("write".equals(System.getProperty("python.params"))) {
      Files.writeString(FILE, generated);
    }
    assertThat(Files.readString(FILE))
        .as("%s is rewritten by: %s", FILE, COMMAND)
        .isEqualTo(generated);
  }

  @Test
  void theVersionOfThePackageIsThatOfTheProject() throws IOException {
    assertThat(first("src/main/python/sparksoftmax/__init__.py", "__version__ = \"(.*)\""))
        .isEqualTo(first("pom.xml", "<version>(.*)</version>"));
  }

  private static String first(String file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    return matcher.group(1);
  }
}
