package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.UnwantedRule;

/** Reads which branches are live-edit and which unwanted. */
final class RuleCheck {

  private static final String NAMES = "a set of branch names such as #{\"main\" \"next\"}";

  private static final String RIGHT_LIVE_EDIT = "{:only #{\"main\"}} or {:except #{\"private\"}}";

  private static final String RIGHT_UNWANTED =
      NAMES + " or a map of names to vectors of full commit hashes";

  private final Problems problems;

  RuleCheck(Problems problems) {
    this.problems = problems;
  }

  /** The rule; empty if it is wrong, which is told. */
  Optional<LiveEditRule> liveEdit(Form form) {
    if (!(form instanceof Form.Entries map)) {
      Expectation.tell(problems, RIGHT_LIVE_EDIT, form);
      return Optional.empty();
    }
    if (map.entries().size() != 1) {
      problems.add(
          map.at(),
          () ->
              "expected exactly one key, "
                  + RIGHT_LIVE_EDIT
                  + ", found "
                  + map.entries().size()
                  + " keys");
    }
    Optional<LiveEditRule> rule = Optional.empty();
    for (Form.Entry entry : map.entries()) {
      rule = liveEdit(entry);
    }
    return rule;
  }

  private Optional<LiveEditRule> liveEdit(Form.Entry entry) {
    if (!(entry.key() instanceof Form.Key key)
        || !(key.name().equals(":only") || key.name().equals(":except"))) {
      Expectation.tell(problems, RIGHT_LIVE_EDIT, entry.key());
      return Optional.empty();
    }
    if (!(entry.value() instanceof Form.Members names)) {
      Expectation.tell(problems, NAMES, entry.value());
      return Optional.empty();
    }
    ImmutableSortedSet<String> texts =
        branches(names).stream()
            .map(BranchName::text)
            .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    return Optional.of(
        key.name().equals(":only") ? new LiveEditRule.Only(texts) : new LiveEditRule.Except(texts));
  }

  /** The rule; empty if it is wrong, which is told. */
  Optional<UnwantedRule> unwanted(Form form) {
    ImmutableSortedMap.Builder<BranchName, UnwantedRule.Commits> rule =
        ImmutableSortedMap.naturalOrder();
    if (form instanceof Form.Members names) {
      branches(names).forEach(name -> rule.put(name, UnwantedRule.Commits.ANY));
    } else if (form instanceof Form.Entries map) {
      for (Form.Entry entry : map.entries()) {
        Optional<BranchName> name = branch(entry.key());
        Optional<UnwantedRule.Commits> commits = commits(entry.value());
        if (name.isPresent() && commits.isPresent()) {
          rule.put(name.get(), commits.get());
        }
      }
    } else {
      Expectation.tell(problems, RIGHT_UNWANTED, form);
      return Optional.empty();
    }
    return Optional.of(new UnwantedRule(rule.buildOrThrow()));
  }

  private Optional<UnwantedRule.Commits> commits(Form form) {
    if (!(form instanceof Form.Vector vector)) {
      Expectation.tell(problems, "a vector of full commit hashes [\"...\"]", form);
      return Optional.empty();
    }
    ImmutableSet.Builder<CommitHash> hashes = ImmutableSet.builder();
    for (Form item : vector.items()) {
      Expectation.text(problems, "a full commit hash in quotes", item, CommitHash::new)
          .ifPresent(hashes::add);
    }
    return Optional.of(new UnwantedRule.Commits.OneOf(hashes.build()));
  }

  private ImmutableList<BranchName> branches(Form.Members names) {
    ImmutableList.Builder<BranchName> branches = ImmutableList.builder();
    names.items().forEach(item -> branch(item).ifPresent(branches::add));
    return branches.build();
  }

  private Optional<BranchName> branch(Form form) {
    return Expectation.text(problems, "a branch name in quotes", form, BranchName::new);
  }
}
