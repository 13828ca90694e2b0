package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Commands that change the configuration, through the real jar: of a machine whose file lies in a
 * source of its own, with a daemon that runs.
 */
final class ConfigureEndToEndTest {

  @RegisterExtension
  static final Network NETWORK = Network.of("ant", "bee").impatient().sources("s", "t", "dotfiles");

  private static Host ant;
  private static Path file;

  private String printed = "";

  @BeforeAll
  static void start() throws IOException {
    NETWORK.bornOn("ant");
    ant = NETWORK.host("ant");
    file = ant.path("dotfiles").resolve("hesocfg");
    String commented = NETWORK.configuration().replaceFirst("\\[", "; mine\n[");
    ant.git("dotfiles").write("hesocfg", commented).run("add", "hesocfg");
    ant.git("dotfiles").run("commit", "-q", "-m", "Configure");
    Files.delete(ant.configuration());
    Files.createSymbolicLink(ant.configuration(), file);
    ant.start();
  }

  private int typed(String input, Path where, String... arguments) throws IOException {
    Path log = Files.createTempFile("hesokuri-command", ".log");
    List<String> options = List.of("-Duser.dir=" + where);
    Map<String, String> environment = new TreeMap<>(TestGit.environment(ant.home()));
    environment.put("HESOHOST", "ant");
    try (DaemonProcess process =
        DaemonProcess.onTerminal(input, environment, options, log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  private int run(Path where, String... arguments) throws IOException {
    Map<String, String> environment = new TreeMap<>(TestGit.environment(ant.home()));
    environment.put("HESOHOST", "ant");
    Path log = Files.createTempFile("hesokuri-command", ".log");
    List<String> options = List.of("-Duser.dir=" + where);
    try (DaemonProcess process = DaemonProcess.start(environment, options, log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  @Test
  void deletesAnUnwantedBranchAndItsCopiesOnceItIsAgreedTo() throws IOException {
    TestGit git = ant.git("s");
    String tip = git.hash("main");
    git.run("branch", "old");
    git.run("checkout", "-q", "-b", "old_hesokr_bee");
    String copy = git.commit("file", "of the bee\n");
    git.run("checkout", "-q", "main");
    String before = Files.readString(file);

    Path inside = Files.createDirectories(ant.path("s").resolve("folder"));
    assertThat(run(inside, "unwanted", "old")).isEqualTo(1);
    assertThat(printed)
        .contains(
            "To be deleted in " + ant.path("s"),
            tip.substring(0, 10) + "  old  ",
            copy.substring(0, 10) + "  old_hesokr_bee  Change file",
            "refs/hesokuri for 90 days",
            "no terminal to ask on; nothing was changed, say --yes to agree");
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(ant.tip("s", "old")).isEqualTo(tip);

    assertThat(run(inside, "unwanted", "old", "--yes")).as(printed).isZero();
    assertThat(printed).contains("changed " + file, "committed " + file);
    assertThat(ant.configuration()).isSymbolicLink();
    assertThat(Files.readString(file))
        .startsWith("; mine\n[")
        .contains(":unwanted-branches {", "\"old\" [", tip, copy);
    assertThat(ant.git("dotfiles").run("log", "-1", "--format=%s %an"))
        .isEqualTo("Make old unwanted as it stands Tester");
    assertThat(ant.git("dotfiles").run("status", "--porcelain")).isEmpty();
    ant.awaitTip("s", "old", "");
    ant.awaitTip("s", "old_hesokr_bee", "");
    assertThat(ant.kept("s", "old")).containsValue(tip);
    assertThat(ant.kept("s", "old_hesokr_bee")).containsValue(copy);

    assertThat(run(inside, "unwanted", "old", "--yes")).isEqualTo(1);
    assertThat(printed).contains("neither a branch old nor a copy of it");
  }

  @Test
  void saysWhereABranchIsCheckedOutAndWhereNoSourceIs() throws IOException {
    String path = ant.path("t").toString();
    String only = "(checked out in " + path + ": only once it no longer is)";
    assertThat(run(ant.home(), "unwanted", "main", "--repository", path, "--yes")).isZero();
    assertThat(printed).contains(only);
    assertThat(run(ant.home(), "unwanted", "main", "--repository", path)).isZero();
    assertThat(printed).contains("main is unwanted there already at each of these commits");
    assertThat(ant.tip("t", "main")).isNotEmpty();
    assertThat(run(ant.home(), "unwanted", "main", "--yes")).isEqualTo(1);
    assertThat(printed).contains("is in no source of this machine");
    assertThat(run(ant.path("s"), "unwanted", "a..b", "--yes")).isEqualTo(1);
    assertThat(printed).contains("the branch name \"a..b\"").doesNotContain("\tat ");
  }

  @Test
  void addsASourceThatTakesEffectAndIsCommittedUnlessTheUserIsAtWorkOnTheFile() throws IOException {
    TestGit added = TestGit.init(ant.home(), ant.home().resolve("code/added"));
    added.commit("file", "0\n");
    long mark = ant.mark();
    String[] command = {"add", "code/added", "--peer", "bee:/srv/b", "--live-edit", "main"};
    assertThat(run(ant.home(), command)).as(printed).isZero();
    assertThat(printed).contains("changed " + file, "committed " + file + ": Add the source added");
    assertThat(Files.readString(file))
        .startsWith("; mine\n[")
        .contains("{\"ant\" \"~/code/added\"\n", "\"bee\" \"/srv/b\"}", "{:only #{\"main\"}}");
    ant.awaitLog(mark, "code/added");

    String once = Files.readString(file);
    assertThat(run(ant.home(), command)).isEqualTo(1);
    assertThat(printed).contains("is the same folder as", "nothing was changed");
    assertThat(run(ant.home(), "add", "code/nowhere")).isEqualTo(1);
    assertThat(printed).contains("there is no repository at " + ant.home() + "/code/nowhere");
    assertThat(run(ant.home(), "add", "code/added", "--peer", "ant")).isEqualTo(1);
    assertThat(printed).contains("ant is named twice");
    Path link = Files.createSymbolicLink(ant.home().resolve("code/link"), added.folder());
    assertThat(run(ant.home(), "add", link.toString())).isEqualTo(1);
    assertThat(printed).contains("are the same folder, by a link; nothing was changed");
    assertThat(Files.readString(file)).isEqualTo(once);

    Files.writeString(file, once + "; not committed yet\n");
    TestGit.init(ant.home(), ant.home().resolve("code/more")).commit("file", "0\n");
    assertThat(run(ant.home(), "add", "code/more")).isEqualTo(1);
    assertThat(printed).contains("is changed, but not committed, because it had changes of yours");
    assertThat(Files.readString(file)).contains("code/more").endsWith("; not committed yet\n");
    ant.git("dotfiles").run("commit", "-q", "-a", "-m", "Mine");
  }

  @Test
  void asksOnATerminalBeforeAnythingIsDeleted() throws IOException {
    TestGit git = ant.git("s");
    git.run("branch", "doubtful");
    String before = Files.readString(file);
    assertThat(typed("n\n", ant.path("s"), "unwanted", "doubtful")).isEqualTo(1);
    assertThat(printed).contains("  doubtful  ", "Delete them? [y/N]", "nothing was changed");
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(ant.tip("s", "doubtful")).isNotEmpty();

    assertThat(typed("y\n", ant.path("s"), "unwanted", "doubtful")).as(printed).isZero();
    assertThat(printed).contains("Delete them? [y/N]", "changed " + file);
    ant.awaitTip("s", "doubtful", "");
  }
}
