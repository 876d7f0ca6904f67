package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.Storage;

/** Tests the includes of configuration files in all their forms. */
class IncludesTest {
  private static final String REJECTED =
      ": addresses are not read unless --allow-remote-config is given; for a local file, use include file(...)";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"base.conf\"",
        "\"base\"",
        "file(\"base.conf\")",
        "required(\"base.conf\")",
        "required(file(\"base.conf\"))"
      })
  void aFileIsFoundBesideTheOneThatIncludesIt(String form) throws IOException {
    write("base.conf", "data { path = a.csv, storage = f64 }");
    write("my.conf", "include " + form + "\ndata.path = b.csv");

    DataConfig data = read();

    assertThat(data.path()).isEqualTo("b.csv");
    assertThat(data.storage()).isEqualTo(Storage.F64);
  }

  @Test
  void nestedIncludesAreRelativeToTheirFile() throws IOException {
    Files.createDirectories(folder.resolve("team/more"));
    write("my.conf", "include file(\"team/base.conf\")");
    write("team/base.conf", "include file(\"more/site.conf\")\ninclude \"more/storage.json\"");
    write("team/more/site.conf", "data.path = a.csv");
    write("team/more/storage.json", "{\"data\": {\"storage\": \"f64\"}}");

    assertThat(read().path()).isEqualTo("a.csv");
    assertThat(read().storage()).isEqualTo(Storage.F64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "required"})
  void aResourceOfTheClassPathIsRead(String required) throws IOException {
    String resource = "classpath(\"org/sparksoftmax/config/parse/train.conf\")";
    String form = required.isEmpty() ? resource : "required(" + resource + ")";
    write("my.conf", "include " + form + "\ndata.path = a.csv");

    assertThat(read().path()).isEqualTo("a.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"gone.conf\"",
        "file(\"gone.conf\")",
        "required(\"gone.conf\")",
        "required(file(\"gone.conf\"))"
      })
  void aMissingFileIsAnError(String form) throws IOException {
    write("my.conf", "data.path = a\n\ninclude " + form);

    assertThat(message())
        .isEqualTo("Cannot include gone.conf (my.conf: 3): there is no file gone.conf");
  }

  @Test
  void aMissingFileOfANestedIncludeIsPlacedInItsFile() throws IOException {
    Files.createDirectories(folder.resolve("team"));
    write("my.conf", "include \"team/base.conf\"");
    write("team/base.conf", "data.path = a\ninclude file(\"gone.conf\")");

    assertThat(message())
        .isEqualTo("Cannot include gone.conf (team/base.conf: 2): there is no file team/gone.conf");
  }

  @Test
  void aMissingResourceIsAnError() throws IOException {
    write("my.conf", "include classpath(\"gone.conf\")");

    assertThat(message())
        .isEqualTo(
            "Cannot include gone.conf (my.conf: 1): there is no such resource on the class path");
  }

  @Test
  void aFolderIsNotAFile() throws IOException {
    Files.createDirectory(folder.resolve("base.conf"));
    write("my.conf", "include file(\"base.conf\")");

    assertThat(message())
        .isEqualTo("Cannot include base.conf (my.conf: 1): base.conf is not a file");
  }

  @Test
  void aSyntaxErrorIsPlacedInTheIncludedFile() throws IOException {
    write("my.conf", "include file(\"base.conf\")");
    write("base.conf", "data.path = a\nb*");

    assertThat(message()).startsWith("Cannot parse base.conf: 2: ").doesNotContain("\n");
  }

  @Test
  void includesInACircleAreAnError() throws IOException {
    write("my.conf", "include file(\"base.conf\")");
    write("base.conf", "include file(\"my.conf\")");

    assertThat(message())
        .startsWith("Cannot include ")
        .endsWith("more than 30 files include one another, as in a circle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"url(\"%s\")", "\"%s\"", "required(url(\"%s\"))"})
  void anAddressIsReadOnlyWithConsent(String form) throws IOException {
    HttpServer server = serve("/base.conf", "data { path = a.csv, storage = f64 }");
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      write("my.conf", "include " + form.replace("%s", address + "/base.conf"));

      assertThat(message())
          .isEqualTo("Cannot include " + address + "/base.conf (my.conf: 1)" + REJECTED);
      assertThat(read(RemoteIncludes.ALLOWED).storage()).isEqualTo(Storage.F64);

      write("my.conf", "include " + form.replace("%s", address + "/gone.conf"));
      assertThat(message(RemoteIncludes.ALLOWED))
          .isEqualTo(
              "Cannot include "
                  + address
                  + "/gone.conf (my.conf: 1): it cannot be read: it is missing");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatARemoteFileIncludesIsRequiredToo() throws IOException {
    HttpServer server = serve("/base.conf", "data.path = a\ninclude \"gone.conf\"");
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/base.conf";
      write("my.conf", "include url(\"" + address + "\")");

      assertThat(message(RemoteIncludes.ALLOWED))
          .isEqualTo("Cannot include gone.conf (" + address + "): there is no file gone.conf");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aLocalAddressNeedsConsentToo() throws IOException {
    Path base = write("base.conf", "data.path = a.csv");
    write("my.conf", "include url(\"" + base.toUri() + "\")");

    assertThat(message()).endsWith(REJECTED);
    assertThat(read(RemoteIncludes.ALLOWED).path()).isEqualTo("a.csv");
  }

  @Test
  void passwordsInAnAddressAreMasked() throws IOException {
    write("my.conf", "include url(\"http://me:hidden@127.0.0.1:1/base.conf\")");

    assertThat(message()).doesNotContain("hidden").contains("***@127.0.0.1");
    assertThat(message(RemoteIncludes.ALLOWED))
        .isEqualTo(
            "Cannot include http://***@127.0.0.1:1/base.conf (my.conf: 1): it cannot be read: java.net.ConnectException: Connection refused");
  }

  @Test
  void anOverrideFollowsTheSameRules() {
    assertThat(Messages.messageOf("data={ include url(\"http://127.0.0.1:1/a.conf\") }"))
        .isEqualTo("Cannot include http://127.0.0.1:1/a.conf (--set)" + REJECTED);
    assertThat(Messages.messageOf("data={ include file(\"gone.conf\") }"))
        .isEqualTo("Cannot include gone.conf (--set): there is no file gone.conf");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private DataConfig read() {
    return read(RemoteIncludes.REJECTED);
  }

  private DataConfig read(RemoteIncludes remote) {
    Optional<Path> file = Optional.of(folder.resolve("my.conf"));
    return ConfigReader.read(file, List.of(), Map.of(), remote).data();
  }

  private String message() {
    return message(RemoteIncludes.REJECTED);
  }

  private String message(RemoteIncludes remote) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(remote));
    assertThat(e).as("a ConfigException").isNotNull();
    return e.getMessage().replace(folder + "/", "");
  }

  private static HttpServer serve(String path, String text) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
    server.start();
    return server;
  }
}
