package org.hesokuri.daemon;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.hesokuri.core.engine.RepositoryMemory;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.file.Replacement;
import org.hesokuri.daemon.reason.IoReason;

/** Where repositories were, in a text file with a path a line. */
final class SeenRepositories implements RepositoryMemory {

  private static final String HEADING =
      "# Where Hesokuri has seen a repository. If one of them is gone, Hesokuri stops its source"
          + " and does not create it anew.\n"
          + "# To have it created anew, stop Hesokuri, delete its line, and start Hesokuri.\n";

  private final Path file;
  private ImmutableSortedSet<RepoPath> seen;

  private SeenRepositories(Path file, ImmutableSortedSet<RepoPath> seen) {
    this.file = file;
    this.seen = seen;
  }

  /**
   * Reads the file; without it, nothing was seen yet.
   *
   * @throws CannotStart if it cannot be read or holds something else
   */
  static SeenRepositories in(Path file) throws CannotStart {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      lines = List.of();
    } catch (IOException e) {
      throw CannotStart.because(
          "cannot read " + Quoted.of(file.toString()) + ": " + IoReason.of(e), e);
    }
    ImmutableSortedSet.Builder<RepoPath> seen = ImmutableSortedSet.naturalOrder();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (!line.isBlank() && !line.startsWith("#")) {
        seen.add(path(file, number, line));
      }
    }
    return new SeenRepositories(file, seen.build());
  }

  private static RepoPath path(Path file, int number, String line) throws CannotStart {
    try {
      return new RepoPath(line);
    } catch (IllegalArgumentException e) {
      throw CannotStart.because(
          "line "
              + number
              + " of "
              + Quoted.of(file.toString())
              + " is wrong: "
              + e.getMessage()
              + "; mend or delete that line",
          e);
    }
  }

  @Override
  public synchronized boolean wasSeenAt(RepoPath path) {
    return seen.contains(path);
  }

  @Override
  public synchronized void seenAt(RepoPath path) {
    if (seen.contains(path)) {
      return;
    }
    ImmutableSortedSet<RepoPath> more =
        ImmutableSortedSet.<RepoPath>naturalOrder().addAll(seen).add(path).build();
    try {
      Replacement.write(
          file,
          HEADING + more.stream().map(each -> each.text() + "\n").collect(Collectors.joining()),
          Replacement.OWNER_ONLY);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write " + Quoted.of(file.toString()) + ": " + IoReason.of(e), e);
    }
    seen = more;
  }
}
