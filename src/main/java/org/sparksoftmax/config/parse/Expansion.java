package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadPath;
import com.typesafe.config.ConfigException.NotResolved;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.config.ConfigException;

/**
 * The length of the text that the substitutions of a configuration expand to. The library has no
 * limit: forty lines, each of which is twice the line before, fill any memory.
 *
 * <p>The keys and their substitutions are a graph. Without circles, the length of a value is that
 * of its own text, plus the lengths of what it refers to. In a circle, as of {@code path =
 * ${path}":/more"}, a substitution stands for an earlier value of the key; r substitutions in the
 * circle then expand its texts at most 2^r-fold. The lengths are upper bounds.
 */
final class Expansion {

  /** More than any list of labels or columns needs. */
  static final int MAX_CHARACTERS = 1 << 22;

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^{}]*)}");

  private final Map<String, String> environment;

  /** The values that are no groups, by path. */
  private final NavigableMap<String, Node> nodes = new TreeMap<>();

  /** Tarjan's stack: visited nodes whose circle is not complete. */
  private final Deque<Node> open = new ArrayDeque<>();

  private int visited;

  private Expansion(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A value, with its place in Tarjan's search for circles. */
  private static final class Node {
    private final String path;
    private final ConfigValue value;
    private final List<String> names = new ArrayList<>();
    private final double ownLength;
    private int order;
    private int lowest;
    private double length = -1;

    Node(String path, ConfigValue value) {
      this.path = path;
      this.value = value;
      String text = value.render(ConfigRenderOptions.concise());
      Matcher substitution = SUBSTITUTION.matcher(text);
      int inSubstitutions = 0;
      while (substitution.find()) {
        names.add(substitution.group(1));
        inSubstitutions += substitution.end() - substitution.start();
      }
      ownLength = text.length() - (double) inSubstitutions;
    }
  }

  /**
   * Checks the length of the values with substitutions.
   *
   * @param config the configuration before its substitutions are replaced
   * @throws ConfigException if it exceeds {@link #MAX_CHARACTERS}
   */
  static void check(Config config, Map<String, String> environment) {
    if (config.isResolved()) {
      return;
    }
    Expansion expansion = new Expansion(environment);
    expansion.collect("", config.root());
    double total = 0;
    for (Node node : expansion.nodes.values()) {
      if (node.names.isEmpty()) {
        continue;
      }
      total += expansion.length(node);
      if (total > MAX_CHARACTERS) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "Cannot resolve %s (%s): its substitutions expand to more than %,d characters; write the value without substitutions that repeat one another",
                node.path,
                Place.of(node.value.origin()),
                MAX_CHARACTERS));
      }
    }
  }

  private void collect(String path, ConfigValue value) {
    if (value instanceof ConfigObject group && collectMembers(path, group)) {
      return;
    }
    nodes.put(path, new Node(path, value));
  }

  /** Returns false if the members depend on substitutions. */
  private boolean collectMembers(String path, ConfigObject group) {
    try {
      for (Map.Entry<String, ConfigValue> member : group.entrySet()) {
        String name = ConfigUtil.joinPath(member.getKey());
        collect(path.isEmpty() ? name : path + "." + name, member.getValue());
      }
      return true;
    } catch (NotResolved merged) {
      return false;
    }
  }

  private double length(Node node) {
    if (node.order == 0) {
      visit(node);
    }
    return node.length;
  }

  /** Computes the length of a node and of all nodes that it leads to. */
  private void visit(Node node) {
    node.order = ++visited;
    node.lowest = node.order;
    open.push(node);
    for (String name : node.names) {
      for (Node target : targets(name)) {
        if (target.order == 0) {
          visit(target);
          node.lowest = Math.min(node.lowest, target.lowest);
        } else if (target.length < 0) {
          node.lowest = Math.min(node.lowest, target.order);
        }
      }
    }
    if (node.lowest == node.order) {
      closeCircle(node);
    }
  }

  /** Pops the circle of a node, or the node alone, whose other targets are all complete. */
  private void closeCircle(Node first) {
    List<Node> circle = new ArrayList<>();
    do {
      circle.add(open.pop());
    } while (circle.get(circle.size() - 1) != first);
    double length = 0;
    int within = 0;
    for (Node node : circle) {
      length += node.ownLength;
      for (String name : node.names) {
        List<Node> targets = targets(name);
        length += targets.isEmpty() ? ofVariable(name) : 0;
        for (Node target : targets) {
          within += target.length < 0 ? 1 : 0;
          length += Math.max(0, target.length);
        }
      }
    }
    double all = length * Math.pow(2, within);
    circle.forEach(node -> node.length = all);
  }

  private double ofVariable(String name) {
    return environment.getOrDefault(name, "").length();
  }

  private final Map<String, List<Node>> targets = new HashMap<>();

  /** The values that a substitution refers to: a value, the members of a group, or a group. */
  private List<Node> targets(String name) {
    return targets.computeIfAbsent(name, this::find);
  }

  private List<Node> find(String name) {
    List<String> path;
    try {
      path = ConfigUtil.splitPath(name);
    } catch (BadPath text) {
      return List.of(); // in a quoted text
    }
    String full = ConfigUtil.joinPath(path);
    List<Node> found = new ArrayList<>(nodes.subMap(full + ".", full + "/").values());
    for (int parts = path.size(); parts > 0; parts--) {
      Node node = nodes.get(ConfigUtil.joinPath(path.subList(0, parts)));
      if (node != null) {
        found.add(node);
      }
    }
    return found;
  }
}
