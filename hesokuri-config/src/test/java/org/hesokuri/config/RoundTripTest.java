package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.model.UnwantedRule.Commits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources made up from a seed, written in one of the ways to write them, are read as they were. */
class RoundTripTest {

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsWhatWasWritten(int seed) {
    Random random = new Random(seed);
    List<Source> sources = new ArrayList<>();
    for (int number = random.nextInt(6); number > 0; number--) {
      sources.add(source(random, number));
    }
    String text = new Writer(random).file(sources);

    assertThat(Readings.sources(text)).as("seed %d:\n%s", seed, text).isEqualTo(sources);
  }

  /** A source of its own number, whose paths are no other number's. */
  static Source source(Random random, int number) {
    ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
    int first = random.nextInt(3);
    for (int peer = first; peer <= first + random.nextInt(3); peer++) {
      String parent = random.nextBoolean() ? "~/" : "/srv/\u00e9 \"\\;,{\uD83D\uDE00/";
      paths.put(new PeerId("host-" + peer), new RepoPath(parent + "repo" + number));
    }
    if (random.nextInt(4) == 0) {
      return Source.at(paths.buildOrThrow());
    }
    return new Source(
        paths.buildOrThrow(),
        liveEdit(random),
        unwanted(random),
        Duration.ofDays(1 + random.nextInt(36_500)));
  }

  private static LiveEditRule liveEdit(Random random) {
    ImmutableSortedSet<String> names =
        ImmutableSortedSet.copyOf(branches(random).stream().map(BranchName::text).toList());
    return random.nextBoolean() ? new LiveEditRule.Only(names) : new LiveEditRule.Except(names);
  }

  private static UnwantedRule unwanted(Random random) {
    boolean always = random.nextBoolean();
    ImmutableSortedMap.Builder<BranchName, Commits> rule = ImmutableSortedMap.naturalOrder();
    for (BranchName branch : ImmutableSet.copyOf(branches(random))) {
      rule.put(branch, always ? Commits.ANY : new Commits.OneOf(hashes(random)));
    }
    return new UnwantedRule(rule.buildOrThrow());
  }

  private static ImmutableSet<CommitHash> hashes(Random random) {
    return random
        .ints(random.nextInt(3))
        .mapToObj(bits -> new CommitHash("%08x".formatted(bits) + "0123456789abcdef".repeat(2)))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static List<BranchName> branches(Random random) {
    return random
        .ints(random.nextInt(4), 0, 20)
        .mapToObj(i -> new BranchName("feature/\u540d-\"" + i))
        .toList();
  }

  /** Writes the same thing in many ways: order, blanks, commas, comments, discards, escapes. */
  static final class Writer {

    private final Random random;

    Writer(Random random) {
      this.random = random;
    }

    String file(List<Source> sources) {
      String vector = "[" + spaced(sources, this::source) + "]";
      String mark = random.nextBoolean() ? "\uFEFF" : "";
      return mark
          + blank()
          + (random.nextBoolean()
              ? vector
              : "{" + blank() + ":comment #{nil \\x [1.5M]}" + blank() + ":sources" + vector + "}")
          + blank();
    }

    private String source(Source source) {
      String paths =
          "{"
              + spaced(
                  source.paths().entrySet(),
                  entry -> text(entry.getKey().name()) + text(entry.getValue().text()))
              + "}";
      if (source.equals(Source.at(source.paths())) && random.nextBoolean()) {
        return paths;
      }
      List<String> entries = new ArrayList<>();
      entries.add(":host-to-path" + blank() + paths);
      entries.add(":live-edit-branches" + blank() + liveEdit(source.liveEdit()));
      entries.add(":unwanted-branches" + blank() + unwanted(source.unwanted()));
      entries.add(":keep-days " + source.keepFor().toDays());
      Collections.shuffle(entries, random);
      return "{" + spaced(entries, entry -> entry) + "}";
    }

    private String liveEdit(LiveEditRule rule) {
      if (rule instanceof LiveEditRule.Only only) {
        return "{:only #{" + spaced(only.names(), this::text) + "}}";
      }
      return "{:except #{" + spaced(((LiveEditRule.Except) rule).names(), this::text) + "}}";
    }

    private String unwanted(UnwantedRule rule) {
      if (rule.branches().values().stream().allMatch(Commits.ANY::equals)) {
        return "#{" + spaced(rule.branches().keySet(), name -> text(name.text())) + "}";
      }
      return "{"
          + spaced(
              rule.branches().entrySet(),
              entry ->
                  text(entry.getKey().text())
                      + "["
                      + spaced(
                          ((Commits.OneOf) entry.getValue()).hashes(), hash -> text(hash.hex()))
                      + "]")
          + "}";
    }

    private <T> String spaced(Iterable<T> items, Function<T, String> shown) {
      StringBuilder all = new StringBuilder(blank());
      items.forEach(item -> all.append(shown.apply(item)).append(blank()));
      return all.toString();
    }

    private String blank() {
      return switch (random.nextInt(8)) {
        case 0 -> ", ,";
        case 1 -> "\r\n\t";
        case 2 -> " ; ] } \" comment\n";
        case 3 -> " #_[1 #_#_ 2 {:x #any/tag \"]\"}] ";
        default -> " ";
      };
    }

    private String text(String value) {
      String escaped = value.codePoints().mapToObj(this::character).collect(Collectors.joining());
      return '"' + escaped + '"';
    }

    private String character(int c) {
      if (c == '"' || c == '\\') {
        return "\\" + (char) c;
      }
      String plain = Character.toString(c);
      // Both halves of a pair, since half of one is no UTF-8.
      return random.nextInt(8) > 0
          ? plain
          : plain.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }
  }
}
