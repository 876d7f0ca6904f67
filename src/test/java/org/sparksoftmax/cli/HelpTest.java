package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {

  private static final int WIDTH = 80;

  private static List<CommandLine> commands() {
    CommandLine all = new CommandLine(new Softmax());
    List<CommandLine> commands = new ArrayList<>(List.of(all));
    commands.addAll(all.getSubcommands().values());
    return commands;
  }

  private static String help(CommandLine command) {
    command.setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
    return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private static int indentation(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** A line ends early only where the next one begins something new. */
  @Test
  void helpIsWrappedOnce() {
    List<String> early = new ArrayList<>();
    for (CommandLine command : commands()) {
      List<String> lines = help(command).lines().toList();
      for (int i = 1; i < lines.size(); i++) {
        String line = lines.get(i - 1);
        String next = lines.get(i);
        String word = next.strip().split(" ", 2)[0];
        boolean continues =
            word.matches("[a-z'(].*")
                && !word.endsWith(":")
                && !next.contains("   ")
                && !line.isBlank()
                && !line.endsWith(".")
                && (indentation(line) == indentation(next) || indentation(next) > WIDTH / 4);
        if (continues && line.length() + 1 + word.length() < WIDTH) {
          early.add(command.getCommandName() + ": " + line);
        }
      }
    }
    assertThat(early).isEmpty();
  }

  @Test
  void linesFitATerminal() {
    assertThat(commands())
        .allSatisfy(
            command ->
                assertThat(help(command).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH)));
  }
}
