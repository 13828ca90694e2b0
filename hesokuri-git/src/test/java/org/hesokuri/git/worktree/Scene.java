package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;

/** Two repositories of one source: what is committed in theirs is to arrive in mine. */
final class Scene {

  private static final String COPY = "refs/heads/main_hesokr_beta";

  private final TestGit theirs;
  private final TestGit mine;
  private final Duration grace;

  private Scene(TestGit theirs, TestGit mine, Duration grace) {
    this.theirs = theirs;
    this.mine = mine;
    this.grace = grace;
  }

  /** Both have one commit on main, with the file {@code start}. */
  static Scene in(Path folder) {
    Path home = folder.resolve("home");
    TestGit theirs = TestGit.init(home, folder.resolve("theirs"));
    theirs.commit("start", "start\n");
    theirs.run("clone", "-q", theirs.folder().toString(), folder.resolve("mine").toString());
    return new Scene(theirs, theirs.at(folder.resolve("mine")), Duration.ZERO);
  }

  /** The same two with another worktree, or another clone, as mine. */
  Scene withMine(Path other) {
    return new Scene(theirs, theirs.at(other), grace);
  }

  /** The same two, whose replaced files are kept for so long. */
  Scene withGrace(Duration other) {
    return new Scene(theirs, mine, other);
  }

  TestGit theirs() {
    return theirs;
  }

  TestGit mine() {
    return mine;
  }

  Path file(String path) {
    return mine.folder().resolve(path);
  }

  String content(String path) throws IOException {
    return Files.readString(file(path));
  }

  /** Commits all that lies in theirs. */
  String commitTheirs() {
    theirs.run("add", "-A", "-f");
    theirs.run("commit", "-q", "--allow-empty", "-m", "Change");
    return theirs.hash("HEAD");
  }

  /** Gives mine everything that theirs committed, as a copy, and returns its tip. */
  String offer() {
    mine.run("fetch", "-q", theirs.folder().toString(), "+main:" + COPY);
    return mine.hash(COPY);
  }

  /** Both agree on what theirs has now. */
  void agree() {
    commitTheirs();
    offer();
    mine.run("merge", "-q", "--ff-only", COPY);
  }

  Repository open() throws IOException {
    Path common = mine.folder().resolve(mine.run("rev-parse", "--git-common-dir")).normalize();
    return new FileRepositoryBuilder().setGitDir(common.toFile()).setMustExist(true).build();
  }

  Step.FastForwardWorktree step(String to) {
    String from = mine.hashOrNothing("refs/heads/main");
    return new Step.FastForwardWorktree(
        mine.folder().toString(),
        new BranchName("main"),
        Optional.of(from).filter(hash -> !hash.isEmpty()).map(CommitHash::new),
        new CommitHash(to));
  }

  WorktreeFastForward fastForward(Witness witness) {
    return fastForward(witness, grace);
  }

  WorktreeFastForward fastForward(Witness witness, Duration grace) {
    return new WorktreeFastForward(TestGit.environment(mine.home()), witness, grace, Duration.ZERO);
  }

  /** Offers what theirs has and advances main in mine to it. */
  StepOutcome advance(Witness witness) throws IOException, GitFailure {
    return advanceTo(offer(), witness);
  }

  StepOutcome advance() throws IOException, GitFailure {
    return advance(Witness.NONE);
  }

  StepOutcome advanceTo(String to, Witness witness) throws IOException, GitFailure {
    try (Repository repository = open()) {
      return fastForward(witness).advance(repository, step(to));
    }
  }

  ImmutableSet<String> recover() throws IOException, GitFailure {
    return recover(Witness.NONE);
  }

  ImmutableSet<String> recover(Witness witness) throws IOException, GitFailure {
    try (Repository repository = open()) {
      return fastForward(witness).mend(repository);
    }
  }

  /** Everything below the folder but {@code .git}: kind, rights and content by path. */
  static TreeMap<String, String> listing(Path top) throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = top.relativize(path).toString();
        if (!name.equals(".git") && !name.startsWith(".git/") && !name.isEmpty()) {
          found.put(name, described(path));
        }
      }
    }
    return found;
  }

  private static String described(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    String rights =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    return Files.isDirectory(path)
        ? rights + " folder"
        : rights + " " + FileContent.fileBlob(path).name();
  }

  /** What the index remembers of the trees of folders. */
  Optional<String> cachedTrees() throws IOException, Stopped {
    return cachedTrees(file(".git/index"));
  }

  /** What git's own index of the same commit would remember. */
  Optional<String> cachedTreesOfHead() throws IOException, Stopped {
    mine.run("read-tree", "--index-output=.git/other-index", "HEAD");
    return cachedTrees(file(".git/other-index"));
  }

  private static Optional<String> cachedTrees(Path index) throws IOException, Stopped {
    return IndexFile.parse(Files.readAllBytes(index), index).cachedTrees().map(IndexFile::name);
  }

  /** What is left of ours in the git folder, but for the lock of the running process. */
  Stream<Path> leftovers() throws IOException {
    Path common = mine.folder().resolve(mine.run("rev-parse", "--git-common-dir")).normalize();
    try (Stream<Path> all = Files.walk(common)) {
      return all
          .filter(
              path ->
                  path.toString().endsWith(".lock")
                      || path.getFileName().toString().startsWith("advance-"))
          .toList()
          .stream();
    }
  }
}
