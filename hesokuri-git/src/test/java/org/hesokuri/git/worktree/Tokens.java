package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;

/** Texts that a user wrote and wants to find again. */
final class Tokens {

  private static final Pattern TOKEN = Pattern.compile("token-\\d+-\\d+;");

  private Tokens() {}

  /** Every token in any file below the folder, also below {@code .git}. */
  static Set<String> below(Path top) throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(path)) {
          found.addAll(in(path));
        }
      }
    }
    return found;
  }

  private static Set<String> in(Path file) throws IOException {
    Set<String> found = new HashSet<>();
    Matcher matcher =
        TOKEN.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** Every token in a commit, tree or file that any ref, reflog or index leads to. */
  static Set<String> reachableIn(TestGit git) throws IOException {
    Path list = Files.createTempFile("objects", ".txt");
    Path contents = Files.createTempFile("contents", ".bin");
    try {
      String objects = git.run("rev-list", "--objects", "--all", "--reflog", "--indexed-objects");
      Files.write(list, objects.lines().map(line -> line.split(" ")[0]).toList());
      git.runWith(list, contents, "cat-file", "--batch");
      return in(contents);
    } finally {
      Files.delete(list);
      Files.delete(contents);
    }
  }
}
