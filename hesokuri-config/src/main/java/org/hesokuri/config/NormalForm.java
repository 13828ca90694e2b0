package org.hesokuri.config;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;

/**
 * A configuration in the one form that all files have which mean the same: every source with
 * keywords, what goes without saying left out but for the live-edit rule, names and hashes in
 * order.
 */
public final class NormalForm {

  private NormalForm() {}

  /**
   * The text of a file.
   *
   * @return text that is valid, means the same, and is its own normal form; without the file's
   *     comments, and without what it holds under keys that mean nothing here
   */
  public static String of(ConfigurationFile file) {
    return file.sources().stream().map(NormalForm::source).collect(joining("\n\n ", "[", "]\n"));
  }

  private static String source(Source source) {
    return Stream.of(
            Optional.of(":host-to-path " + paths(source)),
            Optional.of(":live-edit-branches " + liveEdit(source.liveEdit())),
            unwanted(source.unwanted()).map(rule -> ":unwanted-branches " + rule),
            Optional.of(source.keepFor())
                .filter(keep -> !keep.equals(Source.DEFAULT_KEEP))
                .map(keep -> ":keep-days " + keep.toDays()))
        .flatMap(Optional::stream)
        .collect(joining("\n  ", "{", "}"));
  }

  private static String paths(Source source) {
    String indent = "\n" + " ".repeat("  {:host-to-path {".length() - 1);
    return source.paths().entrySet().stream()
        .map(entry -> string(entry.getKey().name()) + " " + string(entry.getValue().text()))
        .collect(joining(indent, "{", "}"));
  }

  private static String liveEdit(LiveEditRule rule) {
    return rule.fold(
        only -> "{:only " + set(only.names()) + "}",
        except -> "{:except " + set(except.names()) + "}");
  }

  private static Optional<String> unwanted(UnwantedRule rule) {
    Map<BranchName, UnwantedRule.Commits> branches = rule.branches();
    if (branches.isEmpty()) {
      return Optional.empty();
    }
    if (branches.values().stream().allMatch(UnwantedRule.Commits.ANY::equals)) {
      return Optional.of(set(branches.keySet().stream().map(BranchName::text).toList()));
    }
    String indent = "\n" + " ".repeat("  :unwanted-branches {".length());
    return Optional.of(
        branches.entrySet().stream()
            .map(entry -> string(entry.getKey().text()) + " " + hashes(entry.getValue()))
            .collect(joining(indent, "{", "}")));
  }

  private static String hashes(UnwantedRule.Commits commits) {
    if (commits instanceof UnwantedRule.Commits.OneOf listed) {
      return listed.hashes().stream()
          .map(CommitHash::hex)
          .sorted()
          .map(NormalForm::string)
          .collect(joining(" ", "[", "]"));
    }
    throw new IllegalStateException("no file says of some names that they are always unwanted");
  }

  private static String set(Collection<String> names) {
    return names.stream().map(NormalForm::string).collect(joining(" ", "#{", "}"));
  }

  private static String string(String value) {
    return EditableText.string(value);
  }
}
