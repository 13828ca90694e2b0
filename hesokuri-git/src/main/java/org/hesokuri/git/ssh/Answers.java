package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a peer's git reports on one push, line by line, and what its words mean. */
final class Answers {

  /** So begins what git says of each ref where the hook refused the push, whatever is in it. */
  private static final String REFUSED_BY_HOOK = "pre-receive hook declined";

  private static final int MOST_SAID = 400;

  private final Set<String> taken = new LinkedHashSet<>();
  private final Map<String, String> refused = new HashMap<>();
  private String unpacked = "ok";

  /** What became of the objects: ok, or why not. */
  void unpacked(String words) {
    unpacked = words;
  }

  void took(String ref) {
    taken.add(ref);
  }

  void refused(String ref, String words) {
    refused.put(ref, words);
  }

  /**
   * Makes sure that the report is complete.
   *
   * @throws EOFException if a ref was left out although the objects were taken
   */
  void mustBeAbout(List<RefCommand> commands) throws EOFException {
    for (RefCommand command : commands) {
      if (!isUnpacked()) {
        taken.remove(command.ref());
        refused.put(command.ref(), "");
      } else if (!taken.contains(command.ref()) && !refused.containsKey(command.ref())) {
        throw new EOFException("it did not report on " + command.ref());
      }
    }
  }

  private boolean isUnpacked() {
    return unpacked.equals("ok");
  }

  /** Whether the refusal is of all that was sent together, so that a part may be welcome. */
  private boolean isOfTheWhole() {
    return taken.isEmpty()
        && !refused.isEmpty()
        && (!isUnpacked()
            || refused.values().stream().allMatch(words -> words.startsWith(REFUSED_BY_HOOK)));
  }

  /**
   * All of it in one.
   *
   * @param messages what the peer said to people meanwhile
   * @param damaged refs of which the peer showed that they are damaged there
   * @param broken why the report ended too soon, if it did
   */
  PushReport report(String messages, Set<String> damaged, Optional<IOException> broken) {
    List<String> said =
        messages.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    boolean whole = isOfTheWhole();
    Map<String, String> explained = new LinkedHashMap<>();
    refused.forEach(
        (ref, words) ->
            explained.put(
                ref,
                whole
                    ? wordsOnAll(words, said)
                    : words + explanation(said, ref, words) + damageBehind(words, damaged)));
    return new PushReport(
        ImmutableSet.copyOf(taken), ImmutableMap.copyOf(explained), whole, broken);
  }

  private String wordsOnAll(String words, List<String> said) {
    String all = String.join("; ", said);
    String shown = all.length() > MOST_SAID ? all.substring(0, MOST_SAID) + "..." : all;
    if (isUnpacked()) {
      return words + (shown.isEmpty() ? "" : " (" + shown + ")");
    }
    return "it could not take in the objects: "
        + (shown.isEmpty() ? "" : shown + ": ")
        + unpacked
        + "; if its disk is not full and its rules allow them, run `git fsck` here and there";
  }

  /** One damaged ref lets git refuse every push, in words that do not name it. */
  private static String damageBehind(String words, Set<String> damaged) {
    return words.startsWith("missing necessary objects") && !damaged.isEmpty()
        ? "; there " + String.join(", ", damaged) + " is damaged, see git fsck on that machine"
        : "";
  }

  /** What was said to people about the ref: the words for the machine alone are poor. */
  private String explanation(List<String> said, String ref, String words) {
    List<String> telling = said.stream().filter(line -> !line.contains(words)).toList();
    return telling.stream()
        .filter(line -> line.contains(ref))
        .findFirst()
        .or(
            () ->
                telling.stream().reduce((first, last) -> last).filter(last -> refused.size() == 1))
        .map(line -> " (" + line + ")")
        .orElse("");
  }
}
