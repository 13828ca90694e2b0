package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.LocalRepository.name;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What C git says of folds, and what is left when something goes wrong on the way. */
final class FoldStepsTest {

  private static final int KILLED = 128 + 9;
  private static final int MANY = 40;
  private static final Instant TIME = Instant.parse("2026-11-24T10:20:30Z");
  private static final FoldWeek WEEK = FoldWeek.of(TIME);

  @TempDir Path temp;
  private TestGit git;
  private Path gitDir;
  private LocalRepository repository;
  private int made;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    gitDir = git.folder().resolve(".git");
    repository = LocalRepository.over(git);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  /** Commits to which nothing but refs that keep them points. */
  private List<FoldedTip> kept(int number) {
    List<FoldedTip> tips = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      tips.add(kept(git.run("commit-tree", "-m", "Amended " + made++, "HEAD^{tree}").strip()));
    }
    return tips;
  }

  private FoldedTip kept(String object) {
    FoldedTip tip = new FoldedTip(new KeptTip(name("main_hesokr_b"), new CommitHash(object)), TIME);
    git.run("update-ref", tip.tip().ref(), object);
    return tip;
  }

  private FoldStep.FoldTips step(List<FoldedTip> tips) throws GitFailure {
    return new FoldStep.FoldTips(
        WEEK,
        repository.look().folds().stream().map(KeptFold::commit).findFirst(),
        ImmutableList.copyOf(tips));
  }

  private StepOutcome fold(List<FoldedTip> tips) throws GitFailure {
    return repository.repository().apply(step(tips));
  }

  private List<FoldedTip> folded() throws GitFailure {
    List<FoldedTip> all = new ArrayList<>();
    for (KeptFold fold : repository.look().folds()) {
      all.addAll(repository.repository().readFold(fold));
    }
    return all;
  }

  private List<String> keptRefs() {
    return git.run("for-each-ref", "--format=%(refname)", KeptTip.PREFIX).lines().toList();
  }

  @Test
  void keepsEveryTipFromGarbageCollection() throws Exception {
    List<FoldedTip> tips = kept(MANY);
    assertThat(fold(tips)).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(keptRefs()).isEmpty();
    git.run("gc", "-q", "--prune=now");
    for (FoldedTip tip : tips) {
      assertThat(git.run("cat-file", "-t", tip.tip().tip().hex()).strip()).isEqualTo("commit");
    }
    assertThat(git.run("fsck", "--strict", "--full")).isEmpty();
    assertThat(folded()).containsExactlyInAnyOrderElementsOf(tips);
  }

  @Test
  void showsNoBranchAndReadsWellInALog() throws Exception {
    List<FoldedTip> tips = kept(MANY);
    String newest = git.run("log", "-1", "--format=%ct", tips.get(MANY - 1).tip().tip().hex());
    fold(tips);
    assertThat(git.run("branch", "-a").strip()).isEqualTo("* main");
    String log = git.run("log", "--min-parents=2", "--format=%an <%ae>|%ct|%P|%s|%b", WEEK.ref());
    List<String> subjects = log.lines().filter(line -> line.contains("|")).toList();
    assertThat(subjects).hasSize(3);
    assertThat(log)
        .contains(
            "|Keep 10 displaced tips of 2026-W48, 40 in all|",
            tips.get(0).tip().tip() + " main_hesokr_b 2026-11-24T10:20:30Z");
    for (String commit : subjects) {
      String[] parts = commit.split("\\|", -1);
      assertThat(parts[0]).isEqualTo("hesokuri <hesokuri@localhost>");
      assertThat(Long.parseLong(parts[1])).isLessThanOrEqualTo(Long.parseLong(newest.strip()));
      assertThat(parts[2].split(" ")).hasSizeLessThanOrEqualTo(FoldCommit.MOST_PARENTS);
    }
    assertThat(git.run("log", "-p", "--first-parent", "--format=", "-1", WEEK.ref()))
        .doesNotContain("+++");
  }

  @Test
  void leavesARefWhatIsNoCommit() throws Exception {
    git.run("tag", "-a", "-m", "Version 1", "v1");
    FoldedTip tag = kept(git.hash("v1"));
    FoldedTip file = kept(git.hash("HEAD:a"));
    List<FoldedTip> all = new ArrayList<>(kept(2));
    all.addAll(List.of(tag, file));
    assertThat(fold(all)).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(keptRefs()).containsExactlyInAnyOrder(tag.tip().ref(), file.tip().ref());
    assertThat(folded()).containsExactlyInAnyOrderElementsOf(all.subList(0, 2));
  }

  @Test
  void leavesARefWhatCannotBeRead() throws Exception {
    List<FoldedTip> tips = kept(2);
    Files.delete(object(tips.get(0).tip().tip().hex()));
    assertThat(fold(tips)).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(gitDir.resolve(tips.get(0).tip().ref())).exists();
    assertThat(folded()).containsExactly(tips.get(1));
  }

  private Path object(String hash) {
    return gitDir.resolve("objects").resolve(hash.substring(0, 2)).resolve(hash.substring(2));
  }

  @Test
  void leavesAloneWhatSomebodyElseCalledLikeAFold() throws Exception {
    List<FoldedTip> tips = kept(2);
    git.run("update-ref", WEEK.ref(), "HEAD");
    git.run("update-ref", FoldWeek.PREFIX + "2026-W99", "HEAD");
    git.run("update-ref", FoldWeek.PREFIX + "mine", "HEAD");
    git.run("symbolic-ref", FoldWeek.PREFIX + "2026-W47", "refs/heads/main");
    assertThat(repository.look().folds()).isEmpty();
    assertThat(fold(tips)).isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hash(WEEK.ref())).isEqualTo(git.hash("HEAD"));
    assertThat(keptRefs()).hasSize(2);
  }

  @Test
  void letsGoOfNoRefWhoseFoldIsGoneAgain() throws Exception {
    List<FoldedTip> tips = kept(20);
    FoldStep.FoldTips step = step(tips);
    try (Repository opened = new FileRepositoryBuilder().setGitDir(gitDir.toFile()).build()) {
      RefSteps refs = new RefSteps(opened, ImmutableList::of);
      FoldSteps.Witness pruning =
          () -> {
            try {
              Files.delete(object(git.hash(WEEK.ref() + "^1")));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      new FoldSteps(opened, refs, new FoldReader(opened), pruning).fold(step);
    }
    // The last commit holds five, and is there; the one before it, with fifteen, is gone.
    assertThat(keptRefs()).hasSize(15);
  }

  @Test
  void leavesRefsThatAreLockedAndFoldsNothingTwiceWhenItGoesOn() throws Exception {
    List<FoldedTip> tips = kept(3);
    Path lock = gitDir.resolve(tips.get(1).tip().ref() + ".lock");
    Files.createFile(lock);
    fold(tips);
    assertThat(keptRefs()).containsExactly(tips.get(1).tip().ref());
    String before = git.hash(WEEK.ref());
    Files.delete(lock);
    fold(tips.subList(1, 2));
    assertThat(keptRefs()).isEmpty();
    assertThat(git.hash(WEEK.ref())).isEqualTo(before);
  }

  @Test
  void leavesPackedRefsWhileTheirListIsLocked() throws Exception {
    List<FoldedTip> tips = kept(3);
    git.run("pack-refs", "--all");
    Path lock = gitDir.resolve("packed-refs.lock");
    Files.createFile(lock);
    fold(tips);
    assertThat(keptRefs()).hasSize(3);
    assertThat(folded()).hasSize(3);
    Files.delete(lock);
    fold(tips);
    assertThat(keptRefs()).isEmpty();
    assertThat(git.run("fsck", "--strict")).isEmpty();
  }

  @Test
  void deletesPackedRefsAndNoOthers() throws Exception {
    List<FoldedTip> tips = kept(4);
    git.run("tag", "-a", "-m", "Version 1", "v1");
    git.run("pack-refs", "--all");
    FoldedTip loose = kept(1).get(0);
    fold(List.of(tips.get(0), tips.get(2), loose));
    assertThat(keptRefs())
        .containsExactlyInAnyOrder(tips.get(1).tip().ref(), tips.get(3).tip().ref());
    assertThat(git.run("show-ref", "--tags", "-d").lines()).hasSize(2);
    assertThat(git.run("for-each-ref", "refs/heads").lines()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingToASigkillBetweenFoldingAndDroppingAndGoesOn(KilledFold.Moment moment)
      throws Exception {
    List<FoldedTip> tips =
        kept(20).stream().map(tip -> new FoldedTip(tip.tip(), Instant.EPOCH)).toList();
    assertThat(runAndKill(moment, tips)).isEqualTo(KILLED);
    assertThat(keptRefs()).hasSize(20);
    assertThat(locks().isEmpty()).isEqualTo(moment == KilledFold.Moment.FOLDED);

    ImmutableSet<KeptFold> folds = repository.look().folds();
    assertThat(locks()).isEmpty();
    assertThat(folds).hasSize(1);
    assertThat(folded()).containsExactlyInAnyOrderElementsOf(tips);
    KeptFold fold = folds.iterator().next();
    StepOutcome outcome =
        repository
            .repository()
            .apply(
                new FoldStep.FoldTips(
                    fold.week(), Optional.of(fold.commit()), ImmutableList.copyOf(tips)));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(keptRefs()).isEmpty();
    assertThat(repository.look().folds()).containsExactly(fold);
    git.run("gc", "-q", "--prune=now");
    assertThat(folded()).containsExactlyInAnyOrderElementsOf(tips);
    assertThat(git.run("fsck", "--strict", "--full")).isEmpty();
  }

  private List<Path> locks() throws IOException {
    try (Stream<Path> all = Files.walk(gitDir.resolve("refs"))) {
      return all.filter(path -> path.toString().endsWith(".lock")).toList();
    }
  }

  private int runAndKill(KilledFold.Moment moment, List<FoldedTip> tips) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledFold.class.getName(),
                git.folder().toString(),
                moment.name()));
    tips.forEach(tip -> command.add(tip.tip().ref()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(TestGit.environment(git.home()));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
