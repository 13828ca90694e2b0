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
          Matcher matcher =
              TOKEN.matcher(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
          while (matcher.find()) {
            found.add(matcher.group());
          }
        }
      }
    }
    return found;
  }
}
