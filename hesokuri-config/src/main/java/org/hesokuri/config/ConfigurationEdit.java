package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;

/**
 * Changes of a configuration's text that leave its comments and its layout as they are: what is new
 * is inserted, and no other character moves. Each result is read again before it is given out.
 */
public final class ConfigurationEdit {

  private static final Form PATHS = key(":host-to-path");
  private static final Form UNWANTED = key(":unwanted-branches");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String mark;
  private final String text;
  private final EditableText editable;
  private final ImmutableList<Source> before;

  private ConfigurationEdit(String mark, String text, ImmutableList<Source> before) {
    this.mark = mark;
    this.text = text;
    this.editable = new EditableText(text);
    this.before = before;
  }

  private static Form key(String name) {
    return new Form.Key(Position.START, name);
  }

  /**
   * Begins with a text.
   *
   * @return empty if it is no valid configuration; {@link ConfigurationText#read} says why
   */
  public static Optional<ConfigurationEdit> of(String text) {
    String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return sources(text)
        .map(before -> new ConfigurationEdit(mark, text.substring(mark.length()), before));
  }

  private static Optional<ImmutableList<Source>> sources(String text) {
    return read(text)
        .fold(valid -> Optional.of(valid.file().sources()), invalid -> Optional.empty());
  }

  private static Reading read(String text) {
    return ConfigurationText.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Makes commits of a branch unwanted: from then on the branch and its copies are deleted while
   * they are at one of them.
   *
   * @param source which source of the file, from 0
   * @param branch the branch
   * @param commits at least one
   */
  public Edit unwanted(int source, BranchName branch, ImmutableSortedSet<CommitHash> commits) {
    UnwantedRule rule = before.get(source).unwanted();
    Optional<UnwantedRule.Commits> already = Optional.ofNullable(rule.branches().get(branch));
    if (already.filter(UnwantedRule.Commits.ANY::equals).isPresent()) {
      return new Edit.Unneeded(branch + " is unwanted there already, at whatever commit");
    }
    ImmutableList<CommitHash> fresh =
        commits.stream()
            .filter(hash -> already.filter(old -> old.include(hash)).isEmpty())
            .collect(ImmutableList.toImmutableList());
    if (fresh.isEmpty()) {
      return new Edit.Unneeded(branch + " is unwanted there already at each of these commits");
    }
    Extent extent = sourceVector().items().get(source);
    boolean simple = editable.valueOf(extent, PATHS).isEmpty();
    Optional<Extent> value = simple ? Optional.empty() : editable.valueOf(extent, UNWANTED);
    if (value.filter(rules -> isSet(rules) && !rules.items().isEmpty()).isPresent()) {
      return new Edit.Refused(setHoldsNoCommits(value.get(), branch));
    }
    String changed =
        simple
            ? madeExtensible(extent, entry(branch, fresh))
            : value
                .map(rules -> withRule(rules, branch, fresh))
                .orElseGet(
                    () ->
                        editable.appended(
                            extent, ":unwanted-branches {" + entry(branch, fresh) + "}"));
    List<Source> expected = new ArrayList<>(before);
    expected.set(source, unwanting(before.get(source), branch, fresh));
    return checked(changed, expected);
  }

  private boolean isSet(Extent extent) {
    return text.charAt(extent.start()) == '#';
  }

  private String setHoldsNoCommits(Extent set, BranchName branch) {
    PlacedText placed = new PlacedText(text);
    while (placed.offset() < set.start()) {
      placed.read();
    }
    return "at "
        + placed.position()
        + ", :unwanted-branches is a set of names, which are unwanted at whatever commit, and a set"
        + " has no room for commits; write "
        + EditableText.string(branch.text())
        + " into it if that is what you want, or make it a map of names to commits";
  }

  private String madeExtensible(Extent map, String entry) {
    // The map itself stays as it is, comments and all; what is new goes around it.
    String opened = editable.with(map.end(), closing(map, entry));
    return new EditableText(opened).with(map.start(), "{:host-to-path ");
  }

  private String closing(Extent map, String entry) {
    return editable.lineEnd()
        + editable.indent(map.start())
        + " :unwanted-branches {"
        + entry
        + "}}";
  }

  private String withRule(Extent rules, BranchName branch, ImmutableList<CommitHash> fresh) {
    if (isSet(rules)) {
      // An empty set and an empty map say the same; the number sign is all that is between them.
      String map = text.substring(0, rules.start()) + text.substring(rules.start() + 1);
      return new EditableText(map).with(rules.start() + 1, entry(branch, fresh));
    }
    return editable
        .valueOf(rules, new Form.Text(Position.START, branch.text()))
        .map(hashes -> editable.appendedInLine(hashes, strings(fresh)))
        .orElseGet(() -> editable.appended(rules, entry(branch, fresh)));
  }

  private static String entry(BranchName branch, ImmutableList<CommitHash> commits) {
    return EditableText.string(branch.text()) + " [" + strings(commits) + "]";
  }

  private static String strings(ImmutableList<CommitHash> commits) {
    return commits.stream()
        .map(hash -> EditableText.string(hash.hex()))
        .collect(Collectors.joining(" "));
  }

  private static Source unwanting(
      Source source, BranchName branch, ImmutableList<CommitHash> fresh) {
    ImmutableSet.Builder<CommitHash> hashes = ImmutableSet.builder();
    if (source.unwanted().branches().get(branch) instanceof UnwantedRule.Commits.OneOf old) {
      hashes.addAll(old.hashes());
    }
    hashes.addAll(fresh);
    ImmutableSortedMap.Builder<BranchName, UnwantedRule.Commits> rules =
        ImmutableSortedMap.naturalOrder();
    source
        .unwanted()
        .branches()
        .forEach(
            (name, commits) -> {
              if (!name.equals(branch)) {
                rules.put(name, commits);
              }
            });
    rules.put(branch, new UnwantedRule.Commits.OneOf(hashes.build()));
    return new Source(
        source.paths(),
        source.liveEdit(),
        new UnwantedRule(rules.buildOrThrow()),
        source.keepFor());
  }

  /**
   * Adds a source behind the others.
   *
   * @param paths who holds it, and where; at least one
   * @param liveEdit its live-edit branches; without any, the source says nothing of them
   */
  public Edit add(
      ImmutableSortedMap<PeerId, RepoPath> paths, ImmutableSortedSet<BranchName> liveEdit) {
    Extent vector = sourceVector();
    String indent = editable.indentOfItems(vector);
    String definition = definition(paths, liveEdit, editable.lineEnd() + indent);
    String changed = editable.appended(vector, definition);
    return read(changed)
        .fold(
            valid -> {
              ImmutableList<Source> after = valid.file().sources();
              Source added = after.get(after.size() - 1);
              Source stated = new Source(paths, rule(liveEdit), UnwantedRule.NONE, added.keepFor());
              return checked(
                  changed, ImmutableList.<Source>builder().addAll(before).add(stated).build());
            },
            invalid ->
                new Edit.Refused(
                    invalid.problems().stream()
                        .map(Problem::message)
                        .collect(Collectors.joining("; "))));
  }

  private static LiveEditRule rule(ImmutableSortedSet<BranchName> liveEdit) {
    return liveEdit.isEmpty()
        ? LiveEditRule.DEFAULT
        : new LiveEditRule.Only(
            liveEdit.stream()
                .map(BranchName::text)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
  }

  private static String definition(
      Map<PeerId, RepoPath> paths, ImmutableSortedSet<BranchName> liveEdit, String newLine) {
    String open = "{:host-to-path {";
    String entries =
        paths.entrySet().stream()
            .map(
                entry ->
                    EditableText.string(entry.getKey().name())
                        + " "
                        + EditableText.string(entry.getValue().text()))
            .collect(Collectors.joining(newLine + " ".repeat(open.length())));
    String rule =
        liveEdit.stream()
            .map(branch -> EditableText.string(branch.text()))
            .collect(Collectors.joining(" "));
    return open
        + entries
        + "}"
        + (rule.isEmpty() ? "" : newLine + " :live-edit-branches {:only #{" + rule + "}}")
        + "}";
  }

  private Extent sourceVector() {
    Extent file = Extent.of(text);
    return text.charAt(file.start()) == '['
        ? file
        : editable.valueOf(file, key(":sources")).orElseThrow();
  }

  /** What was made, if it means what was asked for and nothing else. */
  private Edit checked(String changed, List<Source> expected) {
    return read(changed)
        .fold(
            valid -> {
              if (!valid.file().sources().equals(expected)) {
                throw new IllegalStateException(
                    "the edited configuration would mean something else; nothing was written");
              }
              return new Edit.Changed(mark + changed);
            },
            invalid ->
                new Edit.Refused(
                    "the file would no longer be valid: "
                        + Quoted.line(invalid.problems().get(0).message())));
  }
}
