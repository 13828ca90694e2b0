package org.hesokuri.daemon.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.JGitBackend;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folded tips are listed and restored like those that are refs of their own. */
final class KeptTipsTest {

  private static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");
  private static final FoldWeek WEEK = FoldWeek.of(TIME);

  @TempDir Path temp;
  private TestGit git;
  private RepoPath path;
  private GitBackend backend;
  private KeptTip folded;
  private KeptTip older;
  private KeptTip loose;

  @BeforeEach
  void begin() throws Exception {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("file", "1");
    path = new RepoPath(git.folder().toString());
    backend = new JGitBackend(TestGit.environment(git.home()));
    folded = kept("main_hesokr_b", "Folded");
    older = kept("feature/x", "Older");
    loose = kept("main_hesokr_b", "Loose");
    try (GitRepository repository = OpenedRepository.at(path, backend)) {
      repository.look();
      repository.apply(
          new FoldStep.FoldTips(
              WEEK,
              Optional.empty(),
              ImmutableList.of(
                  new FoldedTip(older, TIME), new FoldedTip(folded, TIME.plusSeconds(7200)))));
      repository.writeKeptLedger(
          new KeptLedger(
              Optional.of(TIME),
              ImmutableMap.of(loose, Duration.ofMinutes(10)),
              ImmutableMap.of(WEEK, Duration.ofHours(50))));
    }
  }

  @AfterEach
  void end() {
    backend.close();
  }

  private KeptTip kept(String branch, String subject) {
    String hash = git.run("commit-tree", "-m", subject, "HEAD^{tree}").strip();
    KeptTip tip = new KeptTip(new BranchName(branch), new CommitHash(hash));
    git.run("update-ref", tip.ref(), hash);
    return tip;
  }

  @Test
  void listsFoldedTipsWithBranchAgeAndSubject() throws Exception {
    assertThat(KeptTips.in(path, backend))
        .containsExactly(
            new KeptTips.Kept(path, older, Duration.ofHours(52), Optional.of("Older")),
            new KeptTips.Kept(path, folded, Duration.ofHours(50), Optional.of("Folded")),
            new KeptTips.Kept(path, loose, Duration.ofMinutes(10), Optional.of("Loose")));
  }

  @Test
  void listsATipOnceThatIsFoldedAndARefAgain() throws Exception {
    git.run("update-ref", folded.ref(), folded.tip().hex());
    assertThat(KeptTips.in(path, backend))
        .extracting(KeptTips.Kept::tip, KeptTips.Kept::age)
        .containsExactly(
            tuple(older, Duration.ofHours(52)),
            tuple(loose, Duration.ofMinutes(10)),
            tuple(folded, Duration.ZERO));
  }

  @Test
  void restoresAFoldedTip() throws Exception {
    git.run("gc", "-q", "--prune=now");
    String done = KeptTips.restore(path, older.tip().hex().substring(0, 10), "rescued", backend);
    assertThat(done).startsWith("made rescued at ");
    assertThat(git.hash("rescued")).isEqualTo(older.tip().hex());
    for (Map.Entry<String, String> wrong :
        Map.of("0000", "no kept tip", git.hash(WEEK.ref()), "no kept tip").entrySet()) {
      assertThatThrownBy(() -> KeptTips.restore(path, wrong.getKey(), "other", backend))
          .isInstanceOf(CannotDo.class)
          .hasMessageContaining(wrong.getValue());
    }
  }
}
