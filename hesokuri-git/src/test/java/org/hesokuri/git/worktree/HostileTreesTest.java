package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.worktree.OddTree.at;
import static org.hesokuri.git.worktree.OddTree.broken;
import static org.hesokuri.git.worktree.OddTree.entry;
import static org.hesokuri.git.worktree.OddTree.file;
import static org.hesokuri.git.worktree.OddTree.folder;
import static org.hesokuri.git.worktree.OddTree.folderOf;
import static org.hesokuri.git.worktree.OddTree.latin;
import static org.hesokuri.git.worktree.OddTree.link;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.disk.Disk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trees that no friendly git makes, and what becomes of a checkout: it is advanced just as git
 * itself would, or not at all, with the path named. The next case is one line.
 */
class HostileTreesTest {

  private static final String A_LONG = "a".repeat(200);

  @TempDir static Path folder;
  private static Scene scene;
  private static String base;

  /** A tree, and what lies in the checkout that is to be advanced to it. */
  private record Case(String what, String named, List<OddTree> tree, List<String> lying) {

    Case over(String... files) {
      return new Case(what, named, tree, List.of(files));
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /** Is refused, and that path is named. */
  private static Case refused(String what, String named, OddTree... tree) {
    return new Case(what, named, List.of(tree), List.of());
  }

  /** Gives what {@code git checkout} gives. */
  private static Case like(String what, OddTree... tree) {
    return new Case("as git: " + what, "", List.of(tree), List.of());
  }

  static Stream<Case> cases() {
    return Stream.of(gitFolders(), names(), links(), lengths(), modes(), orders())
        .flatMap(List::stream);
  }

  private static final OddTree SHAPE =
      folder(
          "x",
          file("HEAD", "ref: refs/heads/main\n"),
          file("config"),
          folder("hooks", entry("100755", "pre-receive")),
          at("objects/pack/p"),
          at("refs/heads/h"));

  private static List<Case> gitFolders() {
    return List.of(
        refused("a bare repository", "docs/x", folder("docs", SHAPE)),
        refused(
            "a bare repository deep down", "a/b/c/x", folder("a", folder("b", folder("c", SHAPE)))),
        refused("a linked git folder", "docs", folder("docs", file("HEAD"), file("commondir"))),
        refused("other case", "x", folder("x", at("Objects/p"), at("REFS/h"), file("head"))),
        refused(
            "by links",
            "x",
            folder("x", file("HEAD"), link("objects", "../o"), link("refs", "../r"))),
        refused("at the top", "the top", file("HEAD"), at("objects/p"), at("refs/h")),
        refused("its last part", "x", folder("x", file("HEAD"))).over("x/objects/p", "x/refs/h"),
        refused("its last folder", "x", folder("x", at("refs/h"))).over("x/HEAD", "x/objects/p"),
        refused("a hook in one", "x", at("x/hooks/update"))
            .over("x/HEAD", "x/objects/p", "x/refs/h"),
        refused("objects for one", "x", at("x/objects/info/alternates"))
            .over("x/HEAD", "x/objects/p", "x/refs/h"),
        refused("a git file", "docs/x", folder("docs", file("x", "gitdir: /srv/other.git\n"))),
        like("no objects", folder("x", file("HEAD"), at("refs/h"))),
        like("no HEAD", folder("x", at("objects/p"), at("refs/h"))),
        like(
            "parts in different folders",
            folder("x", file("HEAD"), folder("y", at("objects/p"), at("refs/h")))),
        like("beside one", at("y/file")).over("x/HEAD", "x/objects/p", "x/refs/h"));
  }

  private static List<Case> names() {
    List<Case> all = new ArrayList<>();
    List<String> forbidden =
        List.of(
            ".git",
            ".GIT",
            ".gIt",
            "git~1",
            "GIT~2",
            "..",
            ".",
            ".git ",
            ".git...",
            ".git. .",
            ".git::$INDEX_ALLOCATION",
            "git~1:x",
            ".g\u200cit",
            "\ufeff.git",
            ".git\\config",
            ".GIT\\hooks\\update",
            "sub\\.git",
            "sub\\git~1\\x",
            "..\\x",
            ".\u200d.");
    for (String name : forbidden) {
      all.add(refused("a file " + name, "one that Git forbids", file(name)));
      all.add(refused("a folder " + name, "one that Git forbids", folder(name, file("x"))));
      all.add(refused("in a folder " + name, "sub/", folder("sub", file(name))));
    }
    all.add(refused("no name", "sub/", folder("sub", file(""))));
    all.add(refused("a name with a slash", "sub/a/b", folder("sub", file("a/b"))));
    all.add(refused("a name out of the folder", "sub/../x", folder("sub", file("../x"))));
    all.add(refused("not UTF-8", "not UTF-8", latin("gr\u00fc\u00df")));
    for (String name :
        List.of(".gitx", "git~", "a\\b", "...", ".git-x", "x ", "-x", "x\ny", "\u7ffb")) {
      all.add(like("a file " + name, file(name)));
    }
    return all;
  }

  private static List<Case> links() {
    List<Case> all = new ArrayList<>();
    for (String name :
        List.of(
            ".gitmodules",
            ".gitattributes",
            ".gitignore",
            ".mailmap",
            ".GitModules",
            ".gitmodules ",
            ".gitignore::$DATA",
            "gitmod~1",
            "GI7EBA~1",
            ".git\u200cmodules")) {
      all.add(refused("a link " + name, "one that Git forbids", link(name, "start")));
      all.add(refused("a deep link " + name, "sub/", folder("sub", link(name, "x"))));
    }
    all.add(like("a link .gitlab", link(".gitlab", "start")));
    all.add(like("a file .gitmodules", file(".gitmodules", "")));
    all.add(like("a link into .git", link("x", ".git/config")));
    all.add(like("a link in circles", link("x", "x")));
    all.add(refused("below a link", "x/y", at("x/y")).over("x -> start"));
    all.add(refused("below a link in circles", "x/y", at("x/y")).over("x -> x"));
    return all;
  }

  private static List<Case> lengths() {
    return List.of(
        refused("86 characters, 258 bytes", "\u3042", file("\u3042".repeat(86))),
        refused("256 bytes", "aaa", file("a".repeat(256))),
        refused("a folder of 256 bytes", "aaa", folder("a".repeat(256), file("x"))),
        refused("deep down", "x/aaa", folder("x", file("a".repeat(300)))),
        refused("a path of 4,020 bytes", "aaa", at((A_LONG + "/").repeat(20) + "x")),
        refused("a path of 100,000 bytes", "aaa", at((A_LONG + "/").repeat(500) + "x")),
        like("255 bytes", file("a".repeat(255))),
        like("85 characters, 255 bytes", file("\u3042".repeat(85))),
        like("a path of 3,000 bytes", at((A_LONG + "/").repeat(15) + "x")));
  }

  private static List<Case> modes() {
    return List.of(
        refused("a socket", "odd", entry("140000", "odd")),
        refused("a device", "odd", entry("60000", "odd")),
        refused("no type", "odd", entry("644", "odd")),
        refused("a submodule", "odd", entry("160000", "odd")),
        refused("no mode", "sub/", folder("sub", entry("0", "odd"))),
        refused("a mode too large", "sub/", folder("sub", entry("7777777777100644", "odd"))),
        refused("a mode that is none", "sub/", folder("sub", entry("100648", "odd"))),
        like("100664", entry("100664", "odd")),
        like("100600", entry("100600", "odd")),
        like("100775", entry("100775", "odd")),
        like("100654, which only the group may run", entry("100654", "odd")),
        like("100655", entry("100655", "odd")),
        like("a padded file", entry("0100644", "odd")),
        like("a padded folder", folderOf("040000", "odd", file("x"))),
        like("a folder with rights", folderOf("40755", "odd", file("x"))),
        like(
            "a link with rights",
            new OddTree("120777", "odd".getBytes(), "start".getBytes(), List.of())),
        like("only a mode that means nothing", entry("100664", "start")));
  }

  private static List<Case> orders() {
    return List.of(
        refused(
            "a file twice", "odd/x is there twice", folder("odd", file("x"), file("x", "other"))),
        refused("a folder twice", "odd/x is there twice", folder("odd", at("x/a"), at("x/b"))),
        refused("a file and a folder", "odd/x is there twice", folder("odd", file("x"), at("x/b"))),
        refused(
            "they, apart",
            "odd/x is there twice",
            folder("odd", file("x"), file("x-y"), file("x.y"), at("x/b"))),
        refused("backwards", "odd/a is out of order", folder("odd", file("b"), file("a"))),
        refused(
            "as if a folder had no slash",
            "odd/x.y is out of order",
            folder("odd", at("x/a"), file("x.y"))),
        refused("cut off in an id", "odd/x", folder("odd", broken("100644 x\0too short"))),
        refused("cut off in a name", "odd/x", folder("odd", broken("100644 x"))),
        refused("cut off in a mode", "odd/", folder("odd", broken("1006"))),
        refused("nonsense", "odd/", folder("odd", broken("nonsense"))),
        like("nothing", folder("odd")),
        like("as git sorts", folder("odd", file("x-y"), file("x.y"), at("x/b"), file("x0"))));
  }

  @BeforeAll
  static void setUp() {
    scene = Scene.in(folder);
    base = scene.mine().hash("HEAD");
  }

  @AfterEach
  void backToBase() throws IOException {
    Disk.removeAll(folder.resolve("twin"));
    scene.mine().run("worktree", "prune");
    scene.mine().run("reset", "-q", "--hard", base);
    scene.mine().run("clean", "-q", "-f", "-d", "-x");
  }

  private String commit(Case given) throws IOException {
    List<OddTree> top = new ArrayList<>(given.tree);
    if (top.stream().noneMatch(entry -> new String(entry.name()).equals("start"))) {
      top.add(file("start", "start\n"));
    }
    try (Repository repository = scene.open()) {
      return OddTree.commit(repository, ObjectId.fromString(base), top).name();
    }
  }

  private void lay(List<String> files) throws IOException {
    for (String file : files) {
      String[] link = file.split(" -> ");
      if (link.length == 2) {
        Files.createSymbolicLink(scene.file(link[0]), Path.of(link[1]));
      } else {
        Deed.write(scene.file(file), "mine\n");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areCheckedOutAsByGitOrNotAtAll(Case given) throws Exception {
    String to = commit(given);
    lay(given.lying);
    TreeMap<String, String> before = Scene.listing(folder);

    StepOutcome outcome = scene.advanceTo(to, Witness.NONE);

    assertThat(scene.leftovers()).isEmpty();
    assertThat(scene.mine().attempt("status", "--porcelain").exitCode()).isZero();
    if (given.named.isEmpty()) {
      assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
      assertAsGitMakesIt(to);
    } else {
      assertThat(outcome).isInstanceOf(StepOutcome.Refused.class);
      assertThat(((StepOutcome.Refused) outcome).why()).contains(given.named);
      assertThat(withoutGit(Scene.listing(folder))).isEqualTo(withoutGit(before));
      assertThat(scene.mine().hash("HEAD")).isEqualTo(base);
      assertThat(scene.mine().run("diff-index", "--cached", base)).isEmpty();
    }
  }

  /** As a daemon leaves it that was killed, and did not ask beforehand whether names fit. */
  private void dieWritingTo(String path) throws Exception {
    String tip = commit(like("of the dead", file("new", "new\n")));
    try (Repository repository = scene.open()) {
      WorktreeHome home = WorktreeHome.find(repository, scene.mine().folder().toString());
      AdvanceFolder dead = AdvanceFolder.make(home);
      ObjectId blob = ObjectId.fromString(scene.mine().hash(tip + ":new"));
      FileContent after = new FileContent(Side.of(0100644, blob), ImmutableSet.of(blob), true);
      Journal journal =
          new Journal(
              home.files(),
              "refs/heads/main",
              ObjectId.fromString(base),
              ObjectId.fromString(tip),
              IndexRewrite.read(home).checksum(),
              ImmutableList.of(),
              ImmutableList.of(),
              ImmutableList.of(new Planned(1, path, Optional.empty(), Optional.of(after))));
      Disk.create(dead.indexLock().own(), new byte[0]);
      new BranchUpdate(repository, dead, journal).prepare();
      journal.prepare(dead);
      journal.write(dead);
      dead.indexLock().take();
    }
  }

  @Test
  void areMendedWhereAnEarlierDaemonDiedOverANameThatDoesNotFit() throws Exception {
    for (String path : List.of("\u3042".repeat(86), "start/x", "x/" + "a".repeat(256))) {
      dieWritingTo(path);
      assertThat(scene.mine().attempt("add", "-A").exitCode()).as("locked").isNotZero();

      assertThat(scene.recover()).isEmpty();

      assertThat(scene.leftovers()).isEmpty();
      assertThat(scene.file(".git/hesokuri")).isDirectoryNotContaining("glob:**advance-*");
      scene.mine().run("add", "-A");
    }
  }

  private static TreeMap<String, String> withoutGit(TreeMap<String, String> listing) {
    listing.keySet().removeIf(path -> path.startsWith("mine/.git"));
    return listing;
  }

  private void assertAsGitMakesIt(String to) throws IOException {
    Path twin = folder.resolve("twin");
    scene.mine().run("worktree", "add", "-q", "--detach", twin.toString(), to);
    TreeMap<String, String> mine = Scene.listing(scene.mine().folder());
    mine.keySet().removeAll(lying(mine));
    assertThat(mine).isEqualTo(Scene.listing(twin));
    assertThat(scene.mine().run("ls-files", "-s", "-z"))
        .isEqualTo(scene.mine().at(twin).run("ls-files", "-s", "-z"));
    assertThat(scene.mine().run("diff-files", "--raw")).isEmpty();
    assertThat(scene.mine().run("diff-index", "--cached", "HEAD"))
        .isEqualTo(scene.mine().at(twin).run("diff-index", "--cached", "HEAD"));
    assertThat(scene.mine().hash("HEAD")).isEqualTo(to);
  }

  /** What is not tracked, with the folders that hold nothing else. */
  private List<String> lying(TreeMap<String, String> found) {
    List<String> tracked = List.of(scene.mine().run("ls-files", "-z").split("\0"));
    return found.keySet().stream()
        .filter(path -> tracked.stream().noneMatch(t -> t.equals(path) || t.startsWith(path + "/")))
        .toList();
  }
}
