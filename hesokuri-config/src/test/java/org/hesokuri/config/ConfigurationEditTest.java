package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of a configuration's text, beside what a person would have typed. */
final class ConfigurationEditTest {

  private static final BranchName OLD = new BranchName("old");
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);

  private static Edit unwanted(String text, int source, String... hashes) {
    return ConfigurationEdit.of(text)
        .orElseThrow()
        .unwanted(
            source,
            OLD,
            Arrays.stream(hashes)
                .map(CommitHash::new)
                .collect(ImmutableSortedSet.toImmutableSortedSet(CommitHash::compareTo)));
  }

  private static Edit add(String text, Map<String, String> paths, String... liveEdit) {
    ImmutableSortedMap.Builder<PeerId, RepoPath> typed = ImmutableSortedMap.naturalOrder();
    paths.forEach((peer, path) -> typed.put(new PeerId(peer), new RepoPath(path)));
    return ConfigurationEdit.of(text)
        .orElseThrow()
        .add(
            typed.buildOrThrow(),
            Arrays.stream(liveEdit)
                .map(BranchName::new)
                .collect(ImmutableSortedSet.toImmutableSortedSet(BranchName::compareTo)));
  }

  private static String changed(Edit edit) {
    return edit.fold(
        Edit.Changed::text,
        unneeded -> {
          throw new AssertionError("not needed: " + unneeded.why());
        },
        refused -> {
          throw new AssertionError("refused: " + refused.why());
        });
  }

  private static String refusal(Edit edit) {
    assertThat(edit).isInstanceOf(Edit.Refused.class);
    return ((Edit.Refused) edit).why();
  }

  @Test
  void wrapsASimpleSourceWithoutTouchingWhatIsInIt() {
    assertThat(changed(unwanted("[{\"h\" \"/a\"} ; mine\n {\"h\" \"/b\"\n  \"i\" \"/b\"}]", 1, A)))
        .isEqualTo(
            "[{\"h\" \"/a\"} ; mine\n {:host-to-path {\"h\" \"/b\"\n  \"i\" \"/b\"}\n"
                + "  :unwanted-branches {\"old\" [\""
                + A
                + "\"]}}]");
  }

  @Test
  void putsANewKeyInALineOfItsOwnBelowTheOthers() {
    assertThat(changed(unwanted("[{:host-to-path {\"h\" \"/a\"}\n\t:keep-days 3}]", 0, A)))
        .isEqualTo(
            "[{:host-to-path {\"h\" \"/a\"}\n\t:keep-days 3\n  :unwanted-branches {\"old\" [\""
                + A
                + "\"]}}]");
  }

  @Test
  void leavesACommentBesideTheLineThatItSpeaksOf() {
    assertThat(
            changed(unwanted("[{:host-to-path {\"h\" \"/a\"}\n  :keep-days 3 ; short\n }]", 0, A)))
        .isEqualTo(
            "[{:host-to-path {\"h\" \"/a\"}\n  :keep-days 3 ; short\n"
                + "  :unwanted-branches {\"old\" [\""
                + A
                + "\"]}}]");
  }

  @Test
  void addsCommitsToThoseThatAreThere() {
    String text =
        "[{:unwanted-branches {\"old\" [\"" + A + "\" ; why\n]} :host-to-path {\"h\" \"/a\"}}]";
    assertThat(changed(unwanted(text, 0, A, B)))
        .isEqualTo(text.replace(A + "\"", A + "\" \"" + B + "\""));
    assertThat(unwanted(text, 0, A)).isInstanceOf(Edit.Unneeded.class);
  }

  @Test
  void addsANameToAMapOfOthers() {
    String text = "[{:host-to-path {\"h\" \"/a\"} :unwanted-branches {\"x\" [\"" + A + "\"]}}]";
    assertThat(Readings.sources(changed(unwanted(text, 0, B))).get(0).unwanted().branches())
        .containsOnlyKeys(new BranchName("x"), OLD);
  }

  @Test
  void makesAMapOfASetWithoutNames() {
    String text = "[{:host-to-path {\"h\" \"/a\"} :unwanted-branches #{ ; none\n}}]";
    assertThat(changed(unwanted(text, 0, A)))
        .isEqualTo(text.replace("#{", "{\"old\" [\"" + A + "\"]"));
  }

  @Test
  void doesNotTurnNamesThatAreAlwaysUnwantedIntoAnythingElse() {
    String text = "[{:host-to-path {\"h\" \"/a\"}\n :unwanted-branches #{\"x\"}}]";
    assertThat(refusal(unwanted(text, 0, A)))
        .contains("line 2, column 21", "write \"old\" into it", "a map of names to commits");
    assertThat(unwanted(text.replace("\"x\"", "\"x\" \"\\u006fld\""), 0, A))
        .isEqualTo(new Edit.Unneeded("old is unwanted there already, at whatever commit"));
  }

  @Test
  void putsANewSourceBelowTheOthers() {
    String text = "; ours\r\n{:keep-days 7 :sources [{\"h\" \"/a\"} ; the first\r\n]}\r\n";
    String added = changed(add(text, Map.of("h", "/b", "i", "~/\"b\""), "main", "next"));
    assertThat(added)
        .isEqualTo(
            "; ours\r\n{:keep-days 7 :sources [{\"h\" \"/a\"} ; the first\r\n"
                + " ".repeat(24)
                + "{:host-to-path {\"h\" \"/b\"\r\n"
                + " ".repeat(40)
                + "\"i\" \"~/\\\"b\\\"\"}\r\n"
                + " ".repeat(25)
                + ":live-edit-branches {:only #{\"main\" \"next\"}}}]}\r\n");
    assertThat(Readings.sources(added).get(1).keepFor()).hasDays(7);
  }

  @Test
  void putsTheFirstSourceIntoAnEmptyFile() {
    assertThat(changed(add("\uFEFF[ ; none yet\n]", Map.of("h", "/b"))))
        .isEqualTo("\uFEFF[{:host-to-path {\"h\" \"/b\"}} ; none yet\n]");
  }

  @Test
  void addsNoSourceThatWouldMakeTheFileInvalid() {
    assertThat(refusal(add("[{\"h\" \"/a\"}]", Map.of("h", "/a/b"))))
        .contains("\"/a/b\" lies inside \"/a\" of another source");
    assertThat(refusal(add("[{\"h\" \"/a\"}]", Map.of("H", "/b"))))
        .contains("differs only in case");
  }

  @Test
  void doesNotBeginWithWhatIsNotValid() {
    assertThat(ConfigurationEdit.of("[{\"h\" \"a\"}]")).isEmpty();
    assertThat(ConfigurationEdit.of("")).isEmpty();
  }

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  /** What is in front of the change and what is behind it are as they were, but for one "#". */
  private static void assertOnlyInserts(String before, String after, int seed) {
    int same = 0;
    for (int i = 0; i < after.length() && same < before.length(); i++) {
      if (after.charAt(i) == before.charAt(same)) {
        same++;
      }
    }
    assertThat(same).as("seed %d: %s became %s", seed, before, after).isEqualTo(before.length());
  }

  private static List<Source> sources(Random random) {
    List<Source> sources = new ArrayList<>();
    for (int number = 1 + random.nextInt(5); number > 0; number--) {
      sources.add(RoundTripTest.source(random, number));
    }
    return sources;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void meansWhatWasThereAndTheUnwantedCommits(int seed) {
    Random random = new Random(seed);
    List<Source> sources = sources(random);
    String text = new RoundTripTest.Writer(random).file(sources);
    int which = random.nextInt(sources.size());
    Source source = sources.get(which);
    Edit edit = unwanted(text, which, A, B);
    boolean names = source.unwanted().branches().containsValue(UnwantedRule.Commits.ANY);
    if (names) {
      assertThat(edit).as("seed %d: %s", seed, text).isInstanceOf(Edit.Refused.class);
      return;
    }
    String after = changed(edit);
    ImmutableSortedMap.Builder<BranchName, UnwantedRule.Commits> rules =
        ImmutableSortedMap.naturalOrder();
    rules.putAll(source.unwanted().branches());
    rules.put(
        OLD, new UnwantedRule.Commits.OneOf(ImmutableSet.of(new CommitHash(A), new CommitHash(B))));
    sources.set(
        which,
        new Source(
            source.paths(),
            source.liveEdit(),
            new UnwantedRule(rules.buildOrThrow()),
            source.keepFor()));
    assertThat(Readings.sources(after)).as("seed %d: %s", seed, text).isEqualTo(sources);
    boolean wasEmpty = source.unwanted().branches().isEmpty();
    assertOnlyInserts(wasEmpty ? withoutNumberSign(text, after) : text, after, seed);
    assertThat(unwanted(after, which, A)).isInstanceOf(Edit.Unneeded.class);
  }

  /** The text before, without the number sign of an empty set that became a map. */
  private static String withoutNumberSign(String before, String after) {
    int at = 0;
    while (before.charAt(at) == after.charAt(at)) {
      at++;
    }
    return before.charAt(at) == '#' ? before.substring(0, at) + before.substring(at + 1) : before;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void meansWhatWasThereAndTheNewSource(int seed) {
    Random random = new Random(seed);
    List<Source> sources = sources(random);
    String text = new RoundTripTest.Writer(random).file(sources);
    String after = changed(add(text, Map.of("host-1", "/new", "other", "~/new"), "main"));
    List<Source> read = Readings.sources(after);
    assertThat(read.subList(0, sources.size())).as("seed %d: %s", seed, text).isEqualTo(sources);
    assertThat(read.subList(sources.size(), read.size()))
        .singleElement()
        .satisfies(
            added -> {
              assertThat(added.paths()).hasSize(2);
              assertThat(added.liveEdit())
                  .isEqualTo(new LiveEditRule.Only(ImmutableSortedSet.of("main")));
            });
    assertOnlyInserts(text, after, seed);
  }
}
