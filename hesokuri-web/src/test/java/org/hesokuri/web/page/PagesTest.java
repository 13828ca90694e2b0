package org.hesokuri.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.page.FakeHesokuri.DESK;
import static org.hesokuri.web.page.FakeHesokuri.ME;
import static org.hesokuri.web.page.FakeHesokuri.NAS;
import static org.hesokuri.web.page.FakeHesokuri.NOW;
import static org.hesokuri.web.page.FakeHesokuri.behind;
import static org.hesokuri.web.page.FakeHesokuri.diverged;
import static org.hesokuri.web.page.FakeHesokuri.hash;
import static org.hesokuri.web.page.FakeHesokuri.local;
import static org.hesokuri.web.page.FakeHesokuri.ok;
import static org.hesokuri.web.page.FakeHesokuri.running;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;
import org.junit.jupiter.api.Test;

final class PagesTest {

  private static final int MOST_MILLIS = 10_000;

  private final FakeHesokuri engine = new FakeHesokuri();

  private String html() {
    return Pages.overview(engine.status(), engine.recentEvents(), "the-token", 8080);
  }

  private String dump() {
    return Pages.dump(engine.status(), engine.recentEvents());
  }

  private Headline headline() {
    return Headline.of(engine.status());
  }

  @Test
  void tellsANewcomerWhatToWriteAndWhere() {
    engine.problems("there is no file /home/u/.hesocfg");
    assertThat(html())
        .contains("Nothing is kept in step", "How to begin", "/home/u/.hesocfg", ":host-to-path")
        .contains("there is no file /home/u/.hesocfg.")
        .contains("<title>! Hesokuri</title>");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void saysOkOnlyWhereThePeerSaidSo() {
    Holding inside = new Holding.Inside(new BranchName("main"), hash(5), NOW);
    Holding unasked = new Holding.Lacking(Optional.empty(), Optional.empty(), "it is asked first");
    engine
        .configured()
        .source(
            "/code/x",
            running(),
            local("main", ok(), behind()),
            local("a", inside, unasked),
            local("b", new Holding.NotMeant("it is being removed here"), inside));
    String page = html();
    assertThat(page.split(">ok<", -1)).hasSize(2);
    assertThat(page)
        .contains(">inside main at " + hash(5).abbreviated() + "<", hash(5).hex())
        .contains(">has " + hash(9).abbreviated() + "<", "nas does not answer on port 22.")
        .contains(">unknown<", "It has not said yet what it holds. Why: it is asked first.")
        .contains(">not meant<", "it is being removed here.");
  }

  @Test
  void saysThatAllIsWellWhenItIs() {
    engine.configured().allInReach().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(headline())
        .isEqualTo(
            new Headline(
                "The only branch is on every peer that should hold it.", true, ImmutableList.of()));
    assertThat(html()).contains("<title>Hesokuri on laptop</title>", "in step");
  }

  @Test
  void saysWhatIsNotHeldByWhomAndWhy() {
    engine
        .configured()
        .source("/code/x", running(), local("main", behind(), ok()), local("b", behind(), ok()))
        .source("/code/y", running(), local("main", ok(), ok()));
    assertThat(headline().sentence()).isEqualTo("2 of 3 branches are not on every peer yet.");
    assertThat(headline().more())
        .containsExactly("nas lacks 2 branches: nas does not answer on port 22.");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void saysThatItKnowsOnlyTheLastWordOfAPeerThatIsAway() {
    engine.configured().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(headline().sentence()).contains("on every peer");
    assertThat(headline().more())
        .containsExactly("nas cannot be met now; what it holds is what it said last.");
  }

  @Test
  void doesNotCallASourceSafeThatNoOtherMachineHolds() {
    RepoPath path = new RepoPath("/code/alone");
    engine
        .configured()
        .allInReach()
        .status(
            new SourceStatus(
                path,
                Source.at(ImmutableSortedMap.of(ME, path)),
                running(),
                ImmutableList.of(
                    new BranchStatus(
                        new BranchName("main"),
                        new BranchRole.Local(new BranchName("main")),
                        hash(1),
                        false,
                        false,
                        true,
                        ImmutableSortedMap.of(),
                        Optional.empty())),
                ImmutableSortedMap.of(),
                ImmutableList.of(),
                0));
    assertThat(headline().sentence()).startsWith("Nothing is backed up");
    assertThat(headline().more())
        .containsExactly("1 source is on no other machine: nothing backs it up.");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void isNotCalmBeforeEverySourceWasLookedAt() {
    engine.configured().allInReach().source("/code/x", new SourceStatus.Starting());
    assertThat(headline().sentence()).isEqualTo("The repositories are being looked at.");
    assertThat(headline().calm()).isFalse();
    assertThat(html()).contains("being looked at", "No branches are known.");
  }

  @Test
  void showsDivergencesStoppedSourcesAndPeersThatCannotBeMet() {
    engine
        .configured()
        .source("/code/x", running(), local("main", ok(), ok()), diverged("main"))
        .source("/gone", new SourceStatus.Stopped("the disk is not mounted", NOW));
    assertThat(headline().more())
        .contains("/gone is stopped: the disk is not mounted.", "1 branch needs your attention.");
    assertThat(headline().calm()).isFalse();
    assertThat(html())
        .contains("Stopped 0 s ago: the disk is not mounted.")
        .contains("have diverged: nothing moves until you merge. So for 3 h.")
        .contains(
            "is its ssh server running? So for 5 min; it last answered 5 min ago; next try in 40 s.");
  }

  @Test
  void namesAFewStoppedSourcesAndCountsTheOthers() {
    engine.configured();
    for (int i = 0; i < 20; i++) {
      engine.source("/gone" + i, new SourceStatus.Stopped("it is gone", NOW));
    }
    assertThat(headline().sentence()).isEqualTo("No source can be worked on.");
    assertThat(headline().more()).hasSize(7).contains("15 more sources are stopped.");
  }

  @Test
  void showsWhyAPeerIsNotGivenASourceAndWhatElseIsToBeKnown() {
    RepoPath path = new RepoPath("/code/x");
    engine
        .configured()
        .status(
            new SourceStatus(
                path,
                Source.at(ImmutableSortedMap.of(ME, path, NAS, path)),
                running(),
                ImmutableList.of(),
                ImmutableSortedMap.of(
                    NAS,
                    new SourceStatus.PeerProblem(
                        "nas has no repository at /code/x",
                        NOW.minus(Duration.ofHours(5)),
                        Optional.of(NOW.plusSeconds(90)))),
                ImmutableList.of("the branch \"x\" cannot be used: it points to nothing"),
                1));
    assertThat(html())
        .contains(
            "Not given to nas: nas has no repository at /code/x. So for 5 h; next try in 90 s.")
        .contains("the branch \"x\" cannot be used: it points to nothing.")
        .contains("1 displaced tip is kept here");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void showsAnInvalidFileBesideWhatRuns() {
    engine
        .configured()
        .problems("line 3, column 7: \"x\" is no set")
        .warnings("line 1: unknown key :colour")
        .source("/code/x", running(), local("main", ok(), ok()));
    assertThat(html())
        .contains("line 3, column 7", "goes on until it is mended", "unknown key :colour");
    assertThat(headline().more())
        .contains("The configuration file has errors; the configuration before goes on.");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void showsLongReasonsInFull() {
    String why = "it is so because " + "of this and that, ".repeat(30) + "and so it ends here";
    engine
        .configured()
        .source(
            "/code/x",
            running(),
            local("main", new Holding.Lacking(Optional.empty(), Optional.of(NOW), why), ok()));
    assertThat(html()).contains("and so it ends here.");
    assertThat(dump()).contains("and so it ends here");
  }

  @Test
  void neverTakesANameForMarkup() {
    engine
        .configured()
        .problems("<i>\"' onload=x")
        .warnings("<u>")
        .source("/code/<b>x", running(), local("<img/src=x>", ok(), behind()), diverged("a&b"));
    assertThat(html())
        .doesNotContain("<script>alert", "<b>x", "<img", "<i>", "<u>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img/src=x&gt;", "a&amp;b");
  }

  @Test
  void showsControlAndBidiCharactersAsWhatTheyAre() {
    String hostile = "in\u202Enoc\u2066x";
    engine
        .configured()
        .problems("odd: " + hostile + "\n\u001b[2J")
        .source(
            "/code/" + hostile,
            new SourceStatus.Stopped("gone: " + hostile, NOW),
            local(hostile, new Holding.Lacking(Optional.empty(), Optional.empty(), hostile), ok()));
    for (String shown : new String[] {html(), dump()}) {
      assertThat(shown)
          .contains("in\\u202enoc\\u2066x")
          .doesNotContain("\u202E", "\u2066", "\u001b");
    }
    assertThat(html()).contains("<bdi>in\\u202enoc\\u2066x</bdi>");
    assertThat(dump().lines()).noneMatch(line -> line.startsWith("[2J"));
  }

  @Test
  void usesNeitherInlineScriptNorInlineStyleNorForms() {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(html())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("\\son[a-z]+=")
        .doesNotContain("style=", "<style", "<form", "javascript:");
  }

  @Test
  void saysHowToPushNowWithoutAScript() {
    engine.configured();
    assertThat(html())
        .contains("<noscript>", "curl -X POST", "page=http://localhost:8080")
        .contains("data-push=\"nas\"", "data-push=\"desk\"");
  }

  @Test
  void givesEveryTableHeadAScopeAndEveryColourAWord() {
    engine
        .configured()
        .source("/code/x", running(), local("main", ok(), behind()), diverged("main"));
    assertThat(html())
        .doesNotContainPattern("<th(?!ead)(?![^>]*scope=)")
        .doesNotContainPattern("<td class=\"[a-z]+\"><bdi[^>]*></bdi>");
  }

  @Test
  void dumpsTheWholeState() {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(dump())
        .contains("this machine is laptop", "branch main at ", "nas: Exactly[", "met desk");
  }

  @Test
  void putsWhatNeedsSomebodyFirstAmongMany() {
    engine.configured();
    for (int i = 10; i < 40; i++) {
      engine.source("/code/fine" + i, running(), local("main", ok(), ok()));
    }
    engine.source("/code/zz", running(), local("main", ok(), behind()));
    String page = html();
    assertThat(page.indexOf("/code/zz")).isLessThan(page.indexOf("/code/fine10"));
    assertThat(page.split("<details class=\"box source\">", -1)).hasSize(31);
    assertThat(page.split("<details class=\"box trouble source\" open>", -1)).hasSize(2);
  }

  @Test
  void showsAThousandSourcesOnTenPeersInBoundedTime() {
    ImmutableSortedMap.Builder<PeerId, Holding> holdings = ImmutableSortedMap.naturalOrder();
    ImmutableList<PeerId> others =
        IntStream.range(0, 8)
            .mapToObj(i -> new PeerId("host" + i))
            .collect(ImmutableList.toImmutableList());
    others.forEach(peer -> holdings.put(peer, ok()));
    holdings.put(NAS, behind()).put(DESK, ok());
    engine.configured().peers(others);
    for (int i = 0; i < 1_000; i++) {
      BranchName main = new BranchName("main");
      engine.source(
          "/code/repo" + i,
          running(),
          new BranchStatus(
              main,
              new BranchRole.Local(main),
              hash(i),
              true,
              false,
              true,
              holdings.buildOrThrow(),
              Optional.empty()));
    }
    html();
    long begun = System.nanoTime();
    String page = html();
    long millis = (System.nanoTime() - begun) / 1_000_000;
    System.getLogger("test")
        .log(
            System.Logger.Level.INFO,
            "1,000 sources on 10 peers: {0} ms, {1} KiB",
            millis,
            page.length() / 1024);
    assertThat(page).contains("repo999", "host7");
    assertThat(millis).isLessThan(MOST_MILLIS);
  }
}
