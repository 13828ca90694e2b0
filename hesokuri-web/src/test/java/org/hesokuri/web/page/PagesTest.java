package org.hesokuri.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.Stage.NOW;
import static org.hesokuri.web.testing.Stage.behind;
import static org.hesokuri.web.testing.Stage.diverged;
import static org.hesokuri.web.testing.Stage.local;
import static org.hesokuri.web.testing.Stage.ok;
import static org.hesokuri.web.testing.Stage.running;
import static org.hesokuri.web.testing.StagedEngine.DESK;
import static org.hesokuri.web.testing.StagedEngine.ME;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StagedEngine.hash;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
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
import org.hesokuri.web.testing.Stage;
import org.junit.jupiter.api.Test;

final class PagesTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Of processor time, which does not pass while others work. The aim is a tenth. */
  private static final long MOST_NANOS = 1_000_000_000;

  private static final int MOST_TIMES = 10;
  private static final int WARM_UP = 20;
  private static final int MEASURED = 10;

  private final Shown shown = new Shown();
  private final Stage stage = shown.stage();
  private final Pages pages = shown.pages();

  private String html() {
    return shown.overview();
  }

  private String html(String name, String value) {
    return pages.overview(new Asked(ImmutableMap.of(name, value)));
  }

  private String source(String path) {
    return shown.source(path);
  }

  private String dump() {
    return pages.dump();
  }

  private Headline headline() {
    return Headline.of(stage.status(), Optional.empty());
  }

  @Test
  void tellsForHowLongNotEverythingIsSafe() {
    stage.configured().source("/code/x", running(), local("main", ok(), behind()));
    Instant now = stage.status().at();
    assertThat(Headline.of(stage.status(), Optional.of(now.minusSeconds(59))).since()).isEmpty();
    Headline headline = Headline.of(stage.status(), Optional.of(now.minusSeconds(7_300)));
    assertThat(headline.since().orElseThrow().length()).isEqualTo("2 h");
    shown.unsafeSince(now.minusSeconds(7_300));
    assertThat(pages.overview(Asked.NOTHING)).contains("For <time", ">2 h</time>.");
  }

  @Test
  void tellsANewcomerWhatToWriteAndWhere() {
    stage.problems("there is no file /home/u/.hesocfg");
    assertThat(html())
        .contains("Nothing is kept in step", "How to begin", "/home/u/.hesocfg", ":host-to-path")
        .contains("This machine calls itself", "\"mybook\" \"~/code/project\"")
        .contains("there is no file /home/u/.hesocfg.")
        .contains("<title>! Hesokuri</title>");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void saysThatAllIsWellWhenItIs() {
    stage.configured().allInReach().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(headline())
        .isEqualTo(
            new Headline(
                "The only branch is on every peer that should hold it.", Optional.empty(), true));
    assertThat(html()).contains("<title>Hesokuri on laptop</title>", "in step");
  }

  @Test
  void saysWhatIsNotHeldByWhomAndWhy() {
    stage
        .configured()
        .source("/code/x", running(), local("main", behind(), ok()), local("b", behind(), ok()))
        .source("/code/y", running(), local("main", ok(), ok()));
    assertThat(headline().sentence()).isEqualTo("2 of 3 branches are not on every peer yet.");
    assertThat(headline().calm()).isFalse();
    assertThat(Shown.words(html()))
        .contains("nas refused the connection on port 22; is its ssh server running?")
        .contains("2 branches wait for it. So for 5 min. Next try in 40 s.")
        .contains("lacks 2 branches next try in 40 s");
  }

  @Test
  void isNotCalmWhereBranchesAreSafeAndSomethingElseIsWrong() {
    stage
        .configured()
        .allInReach()
        .problems("line 1, column 1: no")
        .source("/code/x", running(), local("main", ok(), ok()));
    assertThat(headline())
        .isEqualTo(
            new Headline(
                "The only branch is on every peer that should hold it, but something needs you.",
                Optional.empty(),
                false));
  }

  @Test
  void saysThatItKnowsOnlyTheLastWordOfAPeerThatIsAway() {
    stage.configured().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(headline().sentence()).contains("on every peer");
    assertThat(headline().calm()).isTrue();
    assertThat(Shown.words(html()))
        .contains("What it holds is what it said last.", "in step as of 5 min ago");
  }

  @Test
  void doesNotCallASourceSafeThatNoOtherMachineHolds() {
    RepoPath path = new RepoPath("/code/alone");
    stage
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
    assertThat(html())
        .contains("1 source is on no other machine: nothing backs it up.")
        .contains("not held there");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void isNotCalmBeforeEverySourceWasLookedAt() {
    stage.configured().allInReach().source("/code/x", new SourceStatus.Starting());
    assertThat(headline().sentence()).isEqualTo("The repositories are being looked at.");
    assertThat(headline().calm()).isFalse();
    assertThat(html()).contains("being looked at");
    assertThat(source("/code/x")).contains("being looked at", "No branches are known.");
  }

  @Test
  void showsDivergencesStoppedSourcesAndPeersThatCannotBeMet() {
    stage
        .configured()
        .source("/code/x", running(), local("main", ok(), ok()), diverged("main"))
        .source("/gone", new SourceStatus.Stopped("the disk is not mounted", NOW));
    assertThat(headline().calm()).isFalse();
    assertThat(Shown.words(html()))
        .contains("/gone is stopped: the disk is not mounted. So for 0 s.")
        .contains("have diverged: nothing moves until you merge. So for 3 h.")
        .contains("! diverged main and main_hesokr_nas have diverged")
        .contains("! blocked the disk is not mounted.")
        .contains("is its ssh server running?");
  }

  @Test
  void namesTheWorstAndCountsTheOthers() {
    stage.configured();
    for (int i = 0; i < 60; i++) {
      stage.source("/gone" + i, new SourceStatus.Stopped("it is gone", NOW));
    }
    assertThat(headline().sentence()).isEqualTo("No source can be worked on.");
    assertThat(html()).contains("Show 56 more", "And 11 more; the table below has them all.");
  }

  @Test
  void showsWhyAPeerIsNotGivenASourceAndWhatElseIsToBeKnown() {
    RepoPath path = new RepoPath("/code/x");
    stage
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
    for (String page : new String[] {html(), source("/code/x")}) {
      assertThat(Shown.words(page))
          .contains("Not given to nas: nas has no repository at /code/x.")
          .contains("So for 5 h. Next try in 90 s.")
          .contains("the branch \"x\" cannot be used: it points to nothing.");
    }
    assertThat(source("/code/x")).contains("1 displaced tip is kept here");
    assertThat(headline().calm()).isFalse();
  }

  @Test
  void neverTakesANameForMarkup() {
    stage
        .configured()
        .problems("<i>\"' onload=x")
        .warnings("<u>")
        .source("/code/<b>x", running(), local("<img/src=x>", ok(), behind()), diverged("a&b"));
    assertThat(shown.all("/code/<b>x"))
        .doesNotContain("<script>alert", "<b>x", "<img/", "<i>", "<u>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img/src=x&gt;", "a&amp;b");
  }

  @Test
  void showsControlAndBidiCharactersAsWhatTheyAre() {
    String hostile = "in\u202Enoc\u2066x";
    stage
        .configured()
        .problems("odd: " + hostile + "\n\u001b[2J")
        .source(
            "/code/" + hostile,
            new SourceStatus.Stopped("gone: " + hostile, NOW),
            local(hostile, new Holding.Lacking(Optional.empty(), Optional.empty(), hostile), ok()));
    for (String shown : new String[] {html(), source("/code/" + hostile), dump()}) {
      assertThat(shown)
          .contains("in\\u202enoc\\u2066x")
          .doesNotContain("\u202E", "\u2066", "\u001b");
    }
    assertThat(source("/code/" + hostile)).contains("<bdi>in\\u202enoc\\u2066x</bdi>");
    assertThat(dump().lines()).noneMatch(line -> line.startsWith("[2J"));
  }

  @Test
  void usesNeitherInlineScriptNorInlineStyleNorFormsThatChangeSomething() {
    stage
        .configured()
        .source("/code/x", running(), local("main", ok(), behind()), diverged("main"));
    assertThat(shown.all("/code/x"))
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("<form(?! method=\"get\")")
        .doesNotContainPattern("\\son[a-z]+=")
        .doesNotContain("style=", "<style", "javascript:");
  }

  @Test
  void saysHowToPushNowWithoutAScript() {
    stage.configured();
    assertThat(html())
        .contains("<noscript>", "curl -X POST", "page=http://localhost:8080")
        .contains("data-push=\"nas\"");
    assertThat(pages.peer(DESK).orElseThrow()).contains("<noscript>", "data-push=\"desk\"");
  }

  @Test
  void givesEveryTableHeadAScopeAndEveryColourAWord() {
    stage
        .configured()
        .source("/code/x", running(), local("main", ok(), behind()), diverged("main"));
    assertThat(shown.all("/code/x"))
        .doesNotContainPattern("<th(?!ead)(?![^>]*scope=)")
        .doesNotContainPattern("<table[^>]*>\\s*<(?!caption)")
        .doesNotContainPattern("class=\"state [a-z]+\"[^>]*>(<span[^>]*>.</span>)?</span>");
  }

  @Test
  void dumpsTheWholeState() {
    stage.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(dump())
        .contains("this machine is laptop", "branch main at ", "nas: Exactly[", "met desk");
  }

  @Test
  void showsOnlyProblemsAmongManySourcesUnlessAskedForAll() {
    stage.configured().allInReach();
    for (int i = 10; i < 41; i++) {
      stage.source("/code/fine" + i, running(), local("main", ok(), ok()));
    }
    stage.source("/code/zz", running(), local("main", ok(), behind()));
    assertThat(html())
        .contains("/code/zz", "1 of 32 sources", "31 without a problem left out")
        .doesNotContain("/code/fine10");
    assertThat(html("show", "all")).contains("/code/zz", "/code/fine10", "32 sources");
    assertThat(html("q", "FINE1")).contains("No source with a problem has a path");
    assertThat(pages.overview(new Asked(ImmutableMap.of("q", "FINE1", "show", "all"))))
        .contains("/code/fine10", "10 of 32 sources")
        .doesNotContain("/code/fine20", "<bdi>zz</bdi>");
  }

  @Test
  void showsAllOfFewSourcesUnlessAskedForProblems() {
    stage
        .configured()
        .allInReach()
        .source("/code/fine", running(), local("main", ok(), ok()))
        .source("/code/zz", running(), local("main", ok(), behind()));
    assertThat(html()).contains("/code/zz", "/code/fine", "2 sources");
    assertThat(html("show", "problems")).contains("/code/zz").doesNotContain("/code/fine");
  }

  @Test
  void showsTenTimesTheSourcesAtLessThanTenTimesTheCost() {
    ImmutableSortedMap.Builder<PeerId, Holding> holdings = ImmutableSortedMap.naturalOrder();
    ImmutableList<PeerId> others =
        IntStream.range(0, 8)
            .mapToObj(i -> new PeerId("host" + i))
            .collect(ImmutableList.toImmutableList());
    others.forEach(peer -> holdings.put(peer, ok()));
    holdings.put(NAS, behind()).put(DESK, ok());
    stage.configured().peers(others);
    IntStream.range(0, 100).forEach(i -> stage.status(heldBy(holdings.buildOrThrow(), i)));
    long hundred = cost();
    IntStream.range(100, 1_000).forEach(i -> stage.status(heldBy(holdings.buildOrThrow(), i)));
    long thousand = cost();

    String page = html("show", "all");
    System.getLogger("test")
        .log(
            System.Logger.Level.INFO,
            "1,000 sources on 10 peers: {0} ms of processor time, {1} KiB; 100 sources: {2} ms",
            thousand / 1_000_000,
            page.length() / 1024,
            hundred / 1_000_000);
    assertThat(page).contains("repo999", "host7").doesNotContain("not held there");
    assertThat(page.split("<td data-of", -1)).hasSize(10_001);
    // About four times, as part of the work is the same for any number of them.
    assertThat(thousand).isLessThan(MOST_TIMES * hundred);
    assertThat(thousand).isLessThan(MOST_NANOS);
  }

  private static SourceStatus heldBy(ImmutableSortedMap<PeerId, Holding> holdings, int i) {
    RepoPath path = new RepoPath("/code/repo" + i);
    ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
    paths.put(ME, path);
    holdings.keySet().forEach(peer -> paths.put(peer, path));
    BranchName main = new BranchName("main");
    return new SourceStatus(
        path,
        Source.at(paths.buildOrThrow()),
        running(),
        ImmutableList.of(
            new BranchStatus(
                main,
                new BranchRole.Local(main),
                hash(i),
                true,
                false,
                true,
                holdings,
                Optional.empty())),
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        0);
  }

  /** Nanoseconds that this thread works for the overview, once it has been seen often enough. */
  private long cost() {
    for (int i = 0; i < WARM_UP; i++) {
      html("show", "all");
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < MEASURED; i++) {
      long begun = THREADS.getCurrentThreadCpuTime();
      html("show", "all");
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - begun);
    }
    return least;
  }
}
