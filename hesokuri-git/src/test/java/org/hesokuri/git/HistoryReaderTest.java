package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of commits, against what C git wrote. */
final class HistoryReaderTest {

  @TempDir Path temp;
  private TestGit git;
  private LocalRepository repository;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    repository = LocalRepository.over(git);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  private CommitSummary summary(String revision) throws GitFailure {
    CommitHash hash = new CommitHash(git.hash(revision));
    return repository.repository().describe(ImmutableSet.of(hash)).get(hash);
  }

  /** A commit object of just these bytes, on the tree of HEAD. */
  private CommitSummary written(String headersAndMessage) throws Exception {
    Path object = temp.resolve("object");
    String tree = git.run("rev-parse", "HEAD^{tree}").strip();
    Files.write(
        object, ("tree " + tree + "\n" + headersAndMessage).getBytes(StandardCharsets.ISO_8859_1));
    String hash =
        git.run("hash-object", "-t", "commit", "-w", "--literally", object.toString()).strip();
    return summary(hash);
  }

  @Test
  void tellsSubjectAuthorAndTimeAsGitDoes() throws Exception {
    git.write("a", "2");
    git.run(
        "-c",
        "user.name=Ünal <script>",
        "commit",
        "-qam",
        "Über <b>alles</b>\nsecond line of it\n\nand a body",
        "--allow-empty",
        "--date=2001-02-03T04:05:06Z");
    CommitSummary summary = summary("HEAD");
    assertThat(summary.subject()).isEqualTo("Über <b>alles</b> second line of it");
    assertThat(summary.author()).isEqualTo(git.run("log", "-1", "--format=%an").strip());
    assertThat(summary.committedAt())
        .isEqualTo(
            Instant.ofEpochSecond(Long.parseLong(git.run("log", "-1", "--format=%ct").strip())));
    assertThat(summary.parents()).containsExactly(new CommitHash(git.hash("HEAD~1")));
  }

  @Test
  void tellsACommitWithoutAMessage() throws Exception {
    git.run("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "");
    assertThat(summary("HEAD").subject()).isEmpty();
  }

  @Test
  void isNotThrownByAnEncodingThatNobodyKnows() throws Exception {
    String who = "Who <who@example.com> 1700000000 +0000\n";
    CommitSummary summary =
        written(
            "author " + who + "committer " + who + "encoding no-such-thing\n\nStill a subject\n");
    assertThat(summary.subject()).isEqualTo("Still a subject");
    assertThat(summary.author()).isEqualTo("Who");
  }

  @Test
  void isNotThrownByACommitWithoutAuthorOrWithOtherLineEnds() throws Exception {
    CommitSummary bare = written("\nNobody's\rsubject\n");
    assertThat(bare.subject()).isEqualTo("Nobody's subject");
    assertThat(bare.author()).isEmpty();
  }

  @Test
  void leavesOutATagAndAFile() throws Exception {
    git.run("tag", "-a", "-m", "a tag", "v1");
    CommitHash tag = new CommitHash(git.hash("v1"));
    CommitHash file = new CommitHash(git.hash("HEAD:a"));
    assertThat(repository.repository().describe(ImmutableSet.of(tag, file))).isEmpty();
    assertThat(repository.repository().history(tag, ImmutableSet.of(), 9)).isEmpty();
  }
}
