package org.hesokuri.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.Stage.NOW;
import static org.hesokuri.web.testing.Stage.behind;
import static org.hesokuri.web.testing.Stage.diverged;
import static org.hesokuri.web.testing.Stage.local;
import static org.hesokuri.web.testing.Stage.ok;
import static org.hesokuri.web.testing.Stage.running;
import static org.hesokuri.web.testing.StagedEngine.DESK;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StagedEngine.hash;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.Holding;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.testing.Stage;
import org.junit.jupiter.api.Test;

final class PageOfEachTest {

  private final Shown shown = new Shown();
  private final Stage stage = shown.stage();
  private final Pages pages = shown.pages();

  @Test
  void saysOkOnlyWhereThePeerSaidSo() {
    Holding inside = new Holding.Inside(new BranchName("main"), hash(5), NOW);
    Holding unasked = new Holding.Lacking(Optional.empty(), Optional.empty(), "it is asked first");
    stage
        .configured()
        .source(
            "/code/x",
            running(),
            local("main", ok(), behind()),
            local("a", inside, unasked),
            local("b", new Holding.NotMeant("it is being removed here"), inside));
    String page = shown.source("/code/x");
    assertThat(page.split(">ok<", -1)).hasSize(2);
    assertThat(page)
        .contains(">inside main at " + hash(5).abbreviated() + "<", hash(5).hex())
        .contains(">has " + hash(9).abbreviated() + "<", "nas does not answer on port 22.")
        .contains(">unknown<", "It has not said yet what it holds. Why: it is asked first.")
        .contains(">not meant<", "it is being removed here.");
    assertThat(Shown.words(page)).contains("it said so 40 s ago");
  }

  @Test
  void countsTheCommitsThatAPeerLacks() {
    stage
        .configured()
        .allInReach()
        .commit(9, "zero")
        .commit(8, "one", 9)
        .commit(1, "two", 8)
        .source("/code/x", running(), local("main", ok(), behind()));
    assertThat(shown.overview()).contains("behind by 2 commits");
    assertThat(Shown.words(shown.source("/code/x"))).contains("two Ada, 29 days ago");
  }

  @Test
  void drawsBothSidesOfADivergenceAndTellsHowToSettleIt() {
    stage
        .configured()
        .commit(20, "the common one")
        .commit(21, "mine, first", 20)
        .commit(1, "mine, <b>last</b>", 21)
        .commit(2, "theirs", 20)
        .source("/code/it's x", running(), local("main", ok(), ok()), diverged("main"));
    String page = shown.source("/code/it's x");
    assertThat(Shown.words(page))
        .containsSubsequence("yours", "mine, first", "both", "the common one")
        .contains("theirs main_hesokr_nas " + hash(2).abbreviated() + " theirs Ada");
    assertThat(page)
        .contains("mine, &lt;b&gt;last", "<svg", "<path class=\"lane1\"")
        .contains("cd '/code/it'\\''s x'\ngit switch main\n")
        .contains("git merge refs/heads/main_hesokr_nas<");
  }

  @Test
  void quotesHostileNamesForTheShell() {
    stage
        .configured()
        .source(
            "/code/x",
            running(),
            local("x;$(id)`'\u202E", ok(), ok()),
            diverged("x;$(id)`'\u202E"));
    assertThat(shown.source("/code/x"))
        .contains("git switch $'x;$(id)`\\'\\342\\200\\256'\n")
        .contains("git merge $'refs/heads/x;$(id)`\\'\\342\\200\\256_hesokr_nas'<");
  }

  @Test
  void showsAPeerWithItsFailureAndWhatItHolds() {
    stage.configured().source("/code/x", running(), local("main", behind(), ok()));
    String page = pages.peer(NAS).orElseThrow();
    assertThat(Shown.words(page))
        .contains("cannot be met for 5 min", "is its ssh server running?")
        .contains("Last answered 5 min ago", "Next try in 40 s", "none that is remembered")
        .contains("/code/x … waiting", "lacks 1 branch");
    assertThat(Shown.words(pages.peer(DESK).orElseThrow()))
        .contains("in reach for 15 min", "met desk");
    assertThat(pages.peer(new PeerId("stranger"))).isEmpty();
  }

  @Test
  void tellsWhatHappenedByKindSourceAndPeer() {
    stage.configured().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(Shown.words(pages.activity(Asked.NOTHING)))
        .contains("2 events", "met desk", "advanced");
    assertThat(pages.activity(new Asked(ImmutableMap.of("kind", "advanced"))))
        .contains("1 event of 2 that are remembered")
        .doesNotContain("met desk");
    assertThat(pages.activity(new Asked(ImmutableMap.of("peer", "desk"))))
        .contains("met desk")
        .doesNotContain("/code/x: advanced");
    String id = SourceId.of(new RepoPath("/code/x")).text();
    assertThat(pages.activity(new Asked(ImmutableMap.of("source", id))))
        .contains("/code/x: advanced")
        .doesNotContain("met desk");
    assertThat(pages.activity(new Asked(ImmutableMap.of("kind", "<b>"))))
        .contains("Nothing like that is remembered")
        .doesNotContain("<b>");
  }

  @Test
  void showsLongReasonsInFull() {
    String why = "it is so because " + "of this and that, ".repeat(30) + "and so it ends here";
    stage
        .configured()
        .source(
            "/code/x",
            running(),
            local("main", new Holding.Lacking(Optional.empty(), Optional.of(NOW), why), ok()));
    assertThat(shown.source("/code/x")).contains("and so it ends here.");
    assertThat(pages.dump()).contains("and so it ends here");
  }

  @Test
  void showsAnInvalidFileBesideWhatRuns() {
    stage
        .configured()
        .problems("line 3, column 7: \"x\" is no set")
        .warnings("line 1: unknown key :colour")
        .source("/code/x", running(), local("main", ok(), ok()));
    assertThat(shown.overview()).contains("line 3, column 7", "goes on until the file is mended");
    assertThat(pages.configuration())
        .contains("line 3, column 7", "goes on until it is mended", "unknown key :colour")
        .contains("only hesokuri", "kept for 90 days", "this machine");
    assertThat(Headline.of(stage.status(), Optional.empty()).calm()).isFalse();
  }
}
