package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for repositories in the folders in which people keep them. It is a look, not a search of
 * the whole disk: it goes as deep as {@code src/github.com/somebody/project} and a folder more, and
 * leaves out hidden folders, links, and what lies inside a repository, such as submodules.
 */
public final class RepositorySearch extends SimpleFileVisitor<Path> {

  private static final int DEEPEST = 5;
  private static final int MOST_FOLDERS = 100_000;

  private final Path start;
  private final ImmutableList.Builder<Path> found = ImmutableList.builder();
  private int folders;

  private RepositorySearch(Path start) {
    this.start = start;
  }

  /**
   * The repositories that are found, in order.
   *
   * @param folder an absolute path; if it lies in a repository, that one is all there is
   * @throws CannotDo if the folder cannot be read
   */
  public static ImmutableList<Path> from(Path folder) throws CannotDo {
    Optional<Path> around =
        Stream.iterate(folder, each -> each != null, Path::getParent)
            .filter(RepositorySearch::isRepository)
            .findFirst();
    if (around.isPresent()) {
      return ImmutableList.of(around.get());
    }
    RepositorySearch search = new RepositorySearch(folder);
    try {
      Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, search);
    } catch (IOException e) {
      throw new CannotDo("cannot look for repositories in " + folder + ": " + e.getMessage(), e);
    }
    return ImmutableList.sortedCopyOf(search.found.build());
  }

  /** Linked worktrees and submodules have a file {@code .git}: they belong to another one. */
  private static boolean isRepository(Path folder) {
    return Files.isDirectory(folder.resolve(".git"))
        || (Files.isRegularFile(folder.resolve("HEAD"))
            && Files.isDirectory(folder.resolve("objects"))
            && Files.isDirectory(folder.resolve("refs")));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    folders++;
    if (folders > MOST_FOLDERS) {
      return FileVisitResult.TERMINATE;
    }
    if (!folder.equals(start) && folder.getFileName().toString().startsWith(".")) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (isRepository(folder)) {
      found.add(folder);
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.CONTINUE;
  }

  /** What may not be read has no repository that could be kept in step. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (file.equals(start)) {
      throw e;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
