package org.sparksoftmax.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Creates folders and stub programs for the scripts under test. */
final class ProjectCopy {
  private ProjectCopy() {}

  /** Copies the scripts and the configuration, without sources and build results. */
  static Path unbuilt(Path project) throws IOException {
    for (String folder : List.of("submit", "conf")) {
      Files.createDirectories(project.resolve(folder));
      try (Stream<Path> files = Files.list(Command.PROJECT.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = project.resolve(folder).resolve(file.getFileName());
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return project;
  }

  /**
   * As {@link #unbuilt}, with the job jar, and with links to the bundled data and the embedded
   * Spark.
   */
  static Path built(Path project) throws IOException {
    unbuilt(project);
    Path main = Files.createDirectories(project.resolve("src/main"));
    Files.createSymbolicLink(main.resolve("data"), Command.PROJECT.resolve("src/main/data"));
    Path target = Files.createDirectories(project.resolve("target"));
    Files.copy(
        Command.PROJECT.resolve("target/spark-softmax.jar"), target.resolve("spark-softmax.jar"));
    Files.createSymbolicLink(target.resolve("spark"), Command.PROJECT.resolve("target/spark"));
    return project;
  }

  /** Writes a program: a shell script with these lines. */
  static Path program(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Creates a folder for the PATH, with links to the tools that the scripts need and nothing else.
   */
  static Path tools(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String tool :
        List.of(
            "bash",
            "sh",
            "env",
            "dirname",
            "readlink",
            "sed",
            "tail",
            "head",
            "find",
            "mkdir",
            "rm",
            "cat",
            "date",
            "ls",
            "touch",
            "flock",
            "perl",
            "sleep",
            "cp",
            "mv",
            "chmod",
            "ln",
            "grep",
            "ps",
            "tr",
            "nohup")) {
      for (String system : List.of("/usr/bin", "/bin")) {
        Path program = Path.of(system, tool);
        if (Files.exists(program) && !Files.exists(folder.resolve(tool))) {
          Files.createSymbolicLink(folder.resolve(tool), program);
        }
      }
    }
    return folder;
  }
}
