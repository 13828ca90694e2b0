package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.config.Readings.problems;
import static org.hesokuri.config.Readings.sources;
import static org.hesokuri.config.Readings.warnings;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.List;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.model.UnwantedRule.Commits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTextTest {

  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  private static PeerId peer(String name) {
    return new PeerId(name);
  }

  private static ImmutableSortedMap<PeerId, RepoPath> paths(String peer, String path) {
    return ImmutableSortedMap.of(new PeerId(peer), new RepoPath(path));
  }

  private static UnwantedRule unwanted(String... names) {
    ImmutableSortedMap.Builder<BranchName, Commits> rule = ImmutableSortedMap.naturalOrder();
    List.of(names).forEach(name -> rule.put(new BranchName(name), Commits.ANY));
    return new UnwantedRule(rule.buildOrThrow());
  }

  @Test
  void readsTheFirstExampleOfTheReadme() {
    List<Source> sources =
        sources(
            """
            [{:host-to-path {"host-1" "/home/fbar/repo1"
                             "host-2" "/home/fbar/repo1"}}

             {:host-to-path {"host-1" "/home/fbar/repo2"
                             "host-3" "/home/fbar/repo2"}
              :unwanted-branches #{"baz" "42"}}

             {:host-to-path {"host-1" "/home/fbar/repo3"
                             "host-3" "/home/fbar/repo3"}
              :live-edit-branches {:only #{"master"}}}]
            """);

    assertThat(sources)
        .containsExactly(
            Source.at(
                ImmutableSortedMap.of(
                    peer("host-1"),
                    new RepoPath("/home/fbar/repo1"),
                    peer("host-2"),
                    new RepoPath("/home/fbar/repo1"))),
            new Source(
                ImmutableSortedMap.of(
                    peer("host-1"),
                    new RepoPath("/home/fbar/repo2"),
                    peer("host-3"),
                    new RepoPath("/home/fbar/repo2")),
                LiveEditRule.DEFAULT,
                unwanted("42", "baz"),
                Source.DEFAULT_KEEP),
            new Source(
                ImmutableSortedMap.of(
                    peer("host-1"),
                    new RepoPath("/home/fbar/repo3"),
                    peer("host-3"),
                    new RepoPath("/home/fbar/repo3")),
                new LiveEditRule.Only(ImmutableSortedSet.of("master")),
                UnwantedRule.NONE,
                Source.DEFAULT_KEEP));
  }

  @Test
  void readsTheAnnotatedExampleOfTheReadme() {
    List<Source> sources =
        sources(
            """
            ; My machines:
            ; 192.168.0.2 - the Linux laptop
            ; 192.168.0.3 - the Mac desktop
            ; 192.168.0.4 - the home server
            [; Whiz bang project
             {:host-to-path {"192.168.0.2" "/home/johndoe/whizbang"
                             "192.168.0.3" "/Users/johndoe/whizbang"
                             "192.168.0.4" "/home/johndoe/whizbang"}
              :unwanted-branches #{"abandoned-feature1"}
              :live-edit-branches {:only #{"master" "vnext"}}}

             ; hacking and small side projects
             {:host-to-path {"192.168.0.3" "/Users/johndoe/hacks/lisp-snippits"
                             "192.168.0.4" "/home/johndoe/hacks/lisp-snippits"}
              :live-edit-branches {:except #{"private"}}}

             {:host-to-path {"192.168.0.3" "/Users/johndoe/hacks/game-engine"
                             "192.168.0.4" "/home/johndoe/hacks/game-engine"}}]
            """);

    assertThat(sources).hasSize(3);
    assertThat(sources.get(0).unwanted()).isEqualTo(unwanted("abandoned-feature1"));
    assertThat(sources.get(0).liveEdit())
        .isEqualTo(new LiveEditRule.Only(ImmutableSortedSet.of("master", "vnext")));
    assertThat(sources.get(1).liveEdit())
        .isEqualTo(new LiveEditRule.Except(ImmutableSortedSet.of("private")));
    assertThat(sources.get(2).pathOn(peer("192.168.0.3")))
        .contains(new RepoPath("/Users/johndoe/hacks/game-engine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\" \"/x\"}]",
        "[{:host-to-path {\"a\" \"/x\"}}]",
        "{:sources [{\"a\" \"/x\"}]}",
        "{:sources [{:host-to-path {\"a\" \"/x\"}}] :comment #{[{nil 1.5M}] (\\a sym :k #inst"
            + " \"2026-01-31\" #uuid \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\" true)}}",
        "[{:host-to-path {\"a\" \"/x\"} :comment {:any [1 2 \"\\u00e9\"]}}]",
        "[#_{\"z\" 42} {\"a\" \"/x\"} #_ #_ 1 2] #_ the-end ; really",
        "[{\"a\" #_#unknown/tag {1 2 1 3} \"/x\"}]",
        "\uFEFF[{\"\\u0061\",\"/x\"}],,,\r\n",
        "[{\"a\" \"//x/\"}]",
      })
  void readsEveryWayToSayTheSame(String text) {
    assertThat(sources(text)).containsExactly(Source.at(paths("a", "/x")));
    assertThat(warnings(text)).isEmpty();
  }

  @Test
  void readsAFileWithoutSources() {
    assertThat(sources("[]")).isEmpty();
    assertThat(sources("{:sources []}")).isEmpty();
  }

  @Test
  void keepsDisplacedTipsAsLongAsTheSourceElseTheFileSays() {
    List<Source> sources =
        sources(
            "{:sources [{\"a\" \"/x\"} {:host-to-path {\"a\" \"/y\"} :keep-days 1}"
                + " {:host-to-path {\"a\" \"/z\"}}] :keep-days 36500}");

    assertThat(sources)
        .extracting(Source::keepFor)
        .containsExactly(Duration.ofDays(36500), Duration.ofDays(1), Duration.ofDays(36500));
  }

  @Test
  void limitsUnwantedBranchesToTheListedCommits() {
    List<Source> sources =
        sources(
            "[{:host-to-path {\"a\" \"/x\"} :unwanted-branches {\"old\" [\"%s\"] \"none\" []}}]"
                .formatted(HASH));

    assertThat(sources.get(0).unwanted().branches())
        .containsEntry(
            new BranchName("old"), new Commits.OneOf(ImmutableSet.of(new CommitHash(HASH))))
        .containsEntry(new BranchName("none"), new Commits.OneOf(ImmutableSet.of()));
  }

  @Test
  void leavesHomePathsAsTheFileSaysThem() {
    assertThat(sources("[{\"a\" \"~/x\"}]").get(0).pathOn(peer("a"))).contains(new RepoPath("~/x"));
  }

  @Test
  void warnsOfUnknownKeysAndGoesOn() {
    assertThat(
            warnings(
                "{:sources [{:host-to-path {\"a\" \"/x\"}\n  :live-edit {:all 1}}]\n :web/port 1}"))
        .containsExactly(
            "line 2, column 3: the keyword :live-edit is not known in a source and ignored; known"
                + " are :host-to-path, :live-edit-branches, :unwanted-branches, :keep-days,"
                + " :comment",
            "line 3, column 2: the keyword :web/port is not known here and ignored; known are"
                + " :sources, :keep-days and :comment");
  }

  @Test
  void tellsAllErrorsAtOnceInTheOrderOfTheFile() {
    assertThat(
            problems(
                """
                {:keep-days 0
                 :sources [{:host-to-path {"a/b" "/x"
                                           "b" "x"}
                            :keep-days "7"}
                           {"c" "/z" "C" "/z"}
                           {"c" "/z/in"}
                           7]}
                """))
        .containsExactly(
            "line 1, column 13: expected a whole number of days from 1 to 36500, found the number"
                + " 0",
            "line 2, column 28: the identity \"a/b\" contains a slash; use a host name, an IPv4"
                + " address or an ssh host alias",
            "line 3, column 32: the path \"x\" is not absolute; start it with / or ~/",
            "line 4, column 24: expected a whole number of days from 1 to 36500, found the string"
                + " \"7\"",
            "line 5, column 22: the identity \"C\" differs only in case from \"c\" at line 5,"
                + " column 13; use one spelling",
            "line 6, column 17: on \"c\", the path \"/z/in\" lies inside \"/z\" of another source"
                + " at line 5, column 17; give each source a folder of its own",
            "line 7, column 12: expected a source such as {:host-to-path {\"host-1\""
                + " \"/home/me/repo\"}}, found the number 7");
  }

  @Test
  void tellsWhatWasFoundBeforeTheTextBreaksOff() {
    assertThat(problems("[{\"a\" \"/x\" \"a\" \"/y\"}\n [\"b\""))
        .containsExactly(
            "line 1, column 12: the string \"a\" is the same key again as at line 1, column 3;"
                + " leave one of them",
            "line 2, column 2: [ is never closed; add the missing ]");
  }

  @Test
  void tellsAHundredProblemsAndCountsTheRest() {
    assertThat(problems("[" + "7 ".repeat(150) + "]"))
        .hasSize(Problems.MAX_TOLD + 1)
        .last()
        .isEqualTo("... and 50 more; mend these first");
  }

  @Test
  void countsColumnsInCharactersAndLinesAsEditorsDo() {
    assertThat(problems("[\"\uD83D\uDE00\",\t7]"))
        .element(1)
        .asString()
        .startsWith("line 1, column 7:");
    assertThat(problems("[\r\n\r\n7]")).singleElement().asString().startsWith("line 3, column 1:");
    assertThat(problems("[\r\r 7]")).singleElement().asString().startsWith("line 3, column 2:");
  }

  @Test
  void makesHostileValuesHarmlessInMessages() {
    assertThat(problems("[{\"a\u202e\u0007\" \"/x\"}]"))
        .singleElement()
        .asString()
        .contains("\\u202e\\u0007")
        .doesNotContain("\u202e");
  }
}
