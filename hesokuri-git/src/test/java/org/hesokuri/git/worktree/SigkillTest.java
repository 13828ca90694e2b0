package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.hesokuri.git.testing.TestGit;
import org.hesokuri.git.worktree.Witness.Moment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same as {@link CrashTest} with a real SIGKILL, which also takes the lock of the process. */
@Tag("slow")
class SigkillTest {

  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {
        "FOLDER_MADE",
        "INDEX_LOCKED",
        "MOVED_ASIDE",
        "LINKED",
        "READY",
        "BRANCH_LOCKED",
        "BRANCH_MOVED",
        "INDEX_MOVED",
        "JOURNAL_DROPPED"
      })
  void mendsWhatASigkillLeft(Moment moment) throws Exception {
    Scene scene = Scene.in(folder);
    String from = scene.mine().hash("HEAD");
    scene.theirs().commit("start", "changed\n");
    String to = scene.theirs().commit("added", "new\n");
    scene.offer();

    assertThat(runAndKill(scene, from, to, moment)).isEqualTo(KILLED);

    assertThat(scene.leftovers()).isNotEmpty();
    assertThat(scene.recover()).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
    assertThat(scene.mine().hash("HEAD"))
        .isEqualTo(moment.compareTo(Moment.BRANCH_MOVED) < 0 ? from : to);
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    assertThat(scene.mine().run("fsck", "--strict")).isEmpty();
  }

  private static int runAndKill(Scene scene, String from, String to, Moment moment)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives so shortly that to compile well does not pay.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                scene.mine().folder().toString(),
                from,
                to,
                moment.name())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(TestGit.environment(scene.mine().home()));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
