package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reflogs tell, whoever wrote into them. */
final class ReflogReaderTest {

  private static final BranchName MAIN = new BranchName("main");
  private static final String ZERO = "0".repeat(40);

  @TempDir Path temp;
  private TestGit git;
  private Repository repository;
  private Path log;
  private String tip;

  @BeforeEach
  void begin() throws Exception {
    git = TestGit.init(temp.resolve("home"), temp.resolve("r"));
    tip = git.commit("a.txt", "one\n");
    log = temp.resolve("r/.git/logs/refs/heads/main");
    repository = new FileRepositoryBuilder().setGitDir(temp.resolve("r/.git").toFile()).build();
  }

  @AfterEach
  void end() {
    repository.close();
  }

  private ImmutableSet<KeptTip> read(Instant since) {
    return ReflogReader.formerTips(repository, ImmutableMap.of(MAIN, Optional.empty()), since);
  }

  private static KeptTip main(String hash) {
    return new KeptTip(MAIN, new CommitHash(hash));
  }

  private String entry(String from, long at) {
    return from + " " + tip + " A U Thor <a@b> " + at + " +0100\tcommit: x\n";
  }

  @Test
  void findsWhatGitWrote() {
    String second = git.commit("a.txt", "two\n");
    git.run("reset", "-q", "--hard", tip);
    git.run("commit", "-q", "--amend", "-m", "other words");
    assertThat(read(Instant.EPOCH)).containsExactly(main(tip), main(second));
    git.run("branch", "-q", "-m", "main", "renamed");
    assertThat(read(Instant.EPOCH)).isEmpty();
  }

  @Test
  void readsNothingOfABranchThatWasJustMade() {
    assertThat(read(Instant.EPOCH)).isEmpty();
  }

  @Test
  void leavesOutWhatIsOldAndWhatIsGone() throws Exception {
    String other = git.run("commit-tree", "HEAD^{tree}", "-m", "other").strip();
    Files.writeString(log, entry(tip, 1_000) + entry(other, 2_000) + entry("1".repeat(40), 3_000));
    assertThat(read(Instant.EPOCH)).containsExactly(main(other), main(tip));
    assertThat(read(Instant.ofEpochSecond(1_001))).containsExactly(main(other));
    assertThat(read(Instant.ofEpochSecond(2_001))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n",
        "nonsense",
        "\0\0\0\0",
        "TIP",
        "TIP TIP",
        "TIP TIP A <a> ",
        "TIP TIP A <a> 99999999999999999999 +0000\tx",
        "TIP TIP A <a> -5 +0000\tx",
        "TIP TIP A <a> 5 +00\tx",
        "tip TIP A <a> 5 +0000",
        "0000000000000000000000000000000000000000 TIP A <a> 5 +0000\tborn",
        "TIPTIP A <a> 5 +0000\tx"
      })
  void passesOverWhatIsNoEntry(String line) throws Exception {
    Files.writeString(log, line.replace("TIP", tip) + "\n" + entry(tip, 7), StandardCharsets.UTF_8);
    assertThat(read(Instant.EPOCH)).containsExactly(main(tip));
  }

  @Test
  void failsOnNoBytes() throws Exception {
    Random random = new Random(15);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = (entry(ZERO, 5) + entry(tip, 7)).getBytes(StandardCharsets.ISO_8859_1);
      for (int changes = random.nextInt(6); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(log, bytes);
      assertThat(read(Instant.EPOCH)).hasSizeLessThan(3);
    }
  }

  @Test
  void readsTheEndOfALongOne() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(git.run("commit-tree", "HEAD^{tree}", "-m", "number " + i).strip());
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append(entry(all.get(i % all.size()), i));
    }
    Files.writeString(log, text);
    assertThat(read(Instant.EPOCH))
        .hasSize(50)
        .contains(main(all.get(299)))
        .doesNotContain(main(all.get(0)));
  }

  @Test
  void isNotStoppedByAReflogThatCannotBeRead() throws Exception {
    Files.delete(log);
    Files.createDirectory(log);
    assertThat(read(Instant.EPOCH)).isEmpty();
  }
}
