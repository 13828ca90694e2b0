package org.hesokuri.web.browser;

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
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.BranchStatus.Attention;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.web.testing.Stage;

/** States in which a machine can be. */
enum World {
  /** Nothing is configured yet. */
  NEW(stage -> stage.problems("there is no file /home/u/.hesocfg")),

  /** Just started. */
  STARTING(
      stage ->
          stage.configured().allInReach().source("/home/u/code/x", new SourceStatus.Starting())),

  /** All is well. */
  CALM(
      stage ->
          stage
              .configured()
              .allInReach()
              .commit(0, "Begin")
              .commit(1, "Fold the map along its valleys", 0)
              .source("/home/u/code/atlas", running(), local("main", ok(), ok()))
              .source(
                  "/home/u/code/weather",
                  running(),
                  local("main", ok(), ok()),
                  local("feature/rain", ok(), ok()))),

  /** Everything that can be wrong with a source, once. */
  TROUBLED(World::troubled),

  /** The file has errors while an older configuration runs. */
  BROKEN_FILE(
      stage ->
          stage
              .configured()
              .allInReach()
              .problems(
                  "line 3, column 7: \"main\" is no set; write #{\"main\"}",
                  "line 9, column 1: one path is given to two sources on laptop: /code/x")
              .warnings("line 1, column 2: the key :colour is unknown")
              .source("/home/u/code/x", running(), local("main", ok(), ok()))),

  /** Names that want to be more than names. */
  HOSTILE(World::hostile),

  /** A thousand sources, most of them well. */
  MANY(World::many);

  /** Where the source is whose page is looked at. */
  static final String HOSTILE_NAME = "<script>document.title='taken'</script>\"'\u202Etxt.exe";

  private final UnaryOperator<Stage> made;

  World(UnaryOperator<Stage> made) {
    this.made = made;
  }

  Stage stage() {
    return made.apply(new Stage());
  }

  private static Stage troubled(Stage stage) {
    stage
        .configured()
        .commit(20, "Draw the coast from the new survey")
        .commit(9, "Name the rivers", 20)
        .commit(21, "Name the hills, too", 9)
        .commit(1, "Fold the map along its valleys", 21)
        .commit(22, "Fold it along the ridges", 20)
        .commit(2, "Fix a typo in the legend", 22)
        .source(
            "/home/u/code/atlas",
            running(),
            local("main", behind(), ok()),
            local("feature/relief-with-a-rather-long-name", ok(), ok()),
            diverged("main"))
        .source("/home/u/code/weather", running(), local("main", ok(), ok()))
        .source("/home/u/code/letters", running(), blocked(), diverged("other"))
        .source(
            "/media/disk/photos",
            new SourceStatus.Stopped(
                "the repository that was at /media/disk/photos is gone; mount its disk, or remove"
                    + " the source from the configuration",
                NOW.minus(Duration.ofHours(30))));
    RepoPath alone = new RepoPath("/home/u/code/diary");
    stage.status(
        new SourceStatus(
            alone,
            Source.at(ImmutableSortedMap.of(ME, alone)),
            running(),
            ImmutableList.of(branch("main", true, ImmutableSortedMap.of(), Optional.empty())),
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            0));
    RepoPath small = new RepoPath("/home/u/code/small");
    return stage.status(
        new SourceStatus(
            small,
            Source.at(ImmutableSortedMap.of(ME, small, DESK, small)),
            running(),
            ImmutableList.of(
                branch(
                    "main",
                    true,
                    ImmutableSortedMap.of(
                        DESK,
                        new Holding.Lacking(
                            Optional.empty(), Optional.empty(), "desk has no repository there")),
                    Optional.empty())),
            ImmutableSortedMap.of(
                DESK,
                new SourceStatus.PeerProblem(
                    "desk has no repository at /home/u/code/small; create one there with git init",
                    NOW.minus(Duration.ofHours(2)),
                    Optional.of(NOW.plusSeconds(170)))),
            ImmutableList.of("the branch \"broken\" cannot be used: it points to nothing"),
            0));
  }

  private static BranchStatus blocked() {
    return branch(
        "other",
        false,
        ImmutableSortedMap.of(NAS, ok(), DESK, new Holding.NotMeant("it is unwanted there")),
        Optional.of(
            new Attention(
                Attention.Kind.BLOCKED,
                "the file notes.txt has changes that are not committed; commit or stash them, and"
                    + " it advances by itself",
                NOW.minus(Duration.ofMinutes(25)))));
  }

  private static BranchStatus branch(
      String name,
      boolean checkedOut,
      ImmutableSortedMap<PeerId, Holding> peers,
      Optional<Attention> attention) {
    BranchName branch = new BranchName(name);
    return new BranchStatus(
        branch, new BranchRole.Local(branch), hash(1), true, false, checkedOut, peers, attention);
  }

  private static Stage hostile(Stage stage) {
    String large = "very/" + "long-".repeat(60) + "end";
    return stage
        .configured()
        .commit(20, "<img src=x onerror=alert(1)>")
        .commit(1, "\u202Egnp.cod <script>alert(1)</script>", 20)
        .commit(2, "'\"><b>theirs", 20)
        .source(
            "/home/u/<b>\"it's\"</b>",
            running(),
            local(HOSTILE_NAME, behind(), ok()),
            local(large, ok(), behind()),
            diverged(HOSTILE_NAME));
  }

  private static Stage many(Stage stage) {
    ImmutableList<PeerId> others =
        IntStream.range(0, 8)
            .mapToObj(i -> new PeerId("host" + i))
            .collect(ImmutableList.toImmutableList());
    stage.configured().peers(others);
    for (int i = 0; i < 1_000; i++) {
      stage.source(
          "/home/u/code/repository-" + i,
          running(),
          i % 100 == 7 ? local("main", ok(), behind()) : local("main", ok(), ok()));
    }
    return stage;
  }
}
