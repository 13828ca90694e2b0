package org.hesokuri.git;

import static org.hesokuri.git.RealUserRepository.unchecked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hesokuri.core.contract.Draft;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;

/** What C git made once and hundreds of tests begin with: to copy it takes a tenth of the time. */
final class Templates {

  private final Path home;
  private final Path folder;
  private final Map<Boolean, Path> empty = new HashMap<>();
  private final Map<List<Draft>, History> histories = new HashMap<>();

  /** Commits, packed in a repository of their own. */
  private record History(Map<String, CommitHash> commits, Path pack) {}

  Templates(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /** As {@code git init} with the branch main, where nothing is yet. */
  synchronized void copy(boolean bare, Path there) {
    Path template = empty.computeIfAbsent(bare, this::init);
    unchecked(
        () -> {
          copy(template, there);
          return true;
        });
  }

  private Path init(boolean bare) {
    Path place = folder.resolve(bare ? "bare" : "plain");
    TestGit git = TestGit.in(home, place);
    if (bare) {
      git.run("init", "-q", "--template=", "-b", "main", "--bare");
    } else {
      git.run("init", "-q", "--template=", "-b", "main");
    }
    return place;
  }

  /** Makes commits that depend on no others, and puts them into a folder of packs. */
  synchronized Map<String, CommitHash> make(List<Draft> drafts, Path packs) {
    History history = histories.computeIfAbsent(drafts, this::history);
    unchecked(
        () -> {
          copy(history.pack, packs);
          return true;
        });
    return history.commits;
  }

  private History history(List<Draft> drafts) {
    Path place = folder.resolve("history" + histories.size());
    copy(true, place);
    Map<String, CommitHash> commits =
        CommitMaker.make(TestGit.in(home, place), drafts, "-c", "fastimport.unpackLimit=1");
    return new History(commits, place.resolve("objects/pack"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path place = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(place);
        } else {
          Files.copy(each, place);
        }
      }
    }
  }
}
