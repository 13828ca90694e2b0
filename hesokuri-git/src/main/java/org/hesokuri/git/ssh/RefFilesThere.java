package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.core.git.Advertisement;

/**
 * What the files of a peer's repositories say of its refs, as the peer's {@code grep} prints them:
 * for each line the file, a NUL and the line. For 1,000 small repositories that takes it 0.1 s,
 * where {@code git for-each-ref} takes 2 ms for each.
 *
 * <p>Loose files are read before the packed one, as git does it: a ref that is packed meanwhile is
 * seen in one of them.
 */
final class RefFilesThere {

  private static final ImmutableList<String> LOOSE =
      ImmutableList.of("/refs/heads", "/refs/hesokuri");

  private static final String PACKED = "/packed-refs";

  /** Where what we want to know is. */
  private static final ImmutableList<String> STARTS =
      ImmutableList.<String>builder().addAll(LOOSE).add(PACKED).build();

  private static final String LOCK = ".lock";

  private final Map<String, Refs> byFolder = new HashMap<>();

  /** The refs of one repository, as far as they were read. */
  private static final class Refs {

    private final Map<String, ObjectId> loose = new HashMap<>();
    private final Map<String, ObjectId> packed = new HashMap<>();
    private boolean isClear = true;
    private boolean hasPacked;

    /** A file holds the name of an object; of anything else git would have to be asked. */
    void addLoose(String ref, String line) {
      isClear &= idOf(line).filter(id -> loose.put(ref, id) == null).isPresent();
    }

    void addPacked(String line) {
      hasPacked = true;
      if (line.startsWith("#")) {
        return;
      }
      int blank = line.indexOf(' ');
      Optional<ObjectId> id = idOf(line.substring(0, Math.max(0, blank)));
      isClear &= id.filter(any -> packed.put(line.substring(blank + 1), any) == null).isPresent();
    }

    Optional<Advertisement> meaning(Expected expected) {
      boolean isWhole =
          loose.size() == expected.loose && (hasPacked || !expected.packed) && isClear;
      Map<String, ObjectId> all = new HashMap<>(packed);
      all.putAll(loose);
      return isWhole ? Optional.of(ListedRefs.meaningOf(all)) : Optional.empty();
    }
  }

  /** Expects lines about a repository. */
  void expect(String folder) {
    byFolder.put(folder, new Refs());
  }

  /**
   * Takes in what was printed.
   *
   * @param line a line, of which each character is a byte
   * @throws IndexOutOfBoundsException if it is not of what was asked for
   */
  void add(String line) {
    int nul = line.indexOf('\0');
    String file = line.substring(0, nul);
    Set<Refs> found = new HashSet<>();
    for (String start : STARTS) {
      for (int at = file.indexOf(start); at >= 0; at = file.indexOf(start, at + 1)) {
        Refs refs = byFolder.get(file.substring(0, at));
        if (refs != null) {
          found.add(refs);
          take(refs, file.substring(at), line.substring(nul + 1));
        }
      }
    }
    if (found.isEmpty()) {
      throw new IndexOutOfBoundsException("nobody asked for this");
    }
    if (found.size() > 1) {
      // One repository in the other's folder of refs: whose file this is cannot be told.
      found.forEach(refs -> refs.isClear = false);
    }
  }

  private static void take(Refs refs, String file, String line) {
    String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (file.equals(PACKED)) {
      refs.addPacked(text);
    } else if (isLoose(file)) {
      byte[] name = file.substring(1).getBytes(StandardCharsets.ISO_8859_1);
      refs.addLoose(new String(name, StandardCharsets.UTF_8), text);
    }
  }

  /**
   * What is known to be there, by what looked at the files: an empty one, and one that cannot be
   * read, prints nothing.
   *
   * @param loose files that are a loose ref each
   * @param packed whether there are packed refs
   */
  record Expected(int loose, boolean packed) {}

  /** What the refs of the repository are; empty if nobody asked, or its files do not say it. */
  Optional<Advertisement> of(String folder, Expected expected) {
    return Optional.ofNullable(byFolder.get(folder)).flatMap(refs -> refs.meaning(expected));
  }

  /** Whether a file among the refs is meant to be one of those that we want to know. */
  static boolean isLoose(String file) {
    return LOOSE.stream().anyMatch(start -> file.startsWith(start + "/")) && !file.endsWith(LOCK);
  }

  private static Optional<ObjectId> idOf(String text) {
    try {
      return Optional.of(ObjectId.fromString(text));
    } catch (InvalidObjectIdException notOne) {
      return Optional.empty();
    }
  }

  /**
   * The commands for one group of repositories, whose folders are in these variables. Of the packed
   * refs, of which many are tags as a rule, only what we want to know, and the first line.
   */
  static String commands(List<String> variables) {
    StringBuilder commands = new StringBuilder("grep -rasHZ ''");
    for (String variable : variables) {
      LOOSE.forEach(start -> commands.append(" \"$" + variable + start + "\""));
    }
    commands.append(" </dev/null\ngrep -asHZ -e '^#' -e ' refs/heads/' -e ' refs/hesokuri/'");
    variables.forEach(variable -> commands.append(" \"$" + variable + PACKED + "\""));
    return commands.append(" </dev/null\n").toString();
  }
}
