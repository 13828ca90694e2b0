package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.eclipse.jgit.util.QuotedString;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.RefsMark;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.RepoPath;

/**
 * What is run on a peer to get marks of many repositories at once, and what its answer means.
 *
 * <p>The peer's {@code find} tells inode, size and times of change of every file and folder in
 * which refs are. Git replaces these files and never writes into them, and a new file has another
 * inode and changes its folder's times; who writes into them by other means changes their times. So
 * what is the same in all of this has not changed, if the last change is not so recent that another
 * one could bear the same time. For 1,000 small repositories it takes the peer 110 ms, where a
 * single connection to git takes 8 ms.
 */
final class RefsMarks {

  /**
   * By so many whole seconds of the peer's clock the last change is back at least, so that it is
   * older than three seconds: even file systems that count in seconds, or in two, then tell it from
   * a next one.
   */
  static final Duration SETTLED = Duration.ofSeconds(4);

  /** Repositories that one command looks at. */
  private static final int GROUP = 100;

  private static final int MARK_BYTES = 16;
  private static final String BEGIN = "hesokuri marks ";
  private static final String CONTENTS = "hesokuri refs";
  private static final String END = "hesokuri end";
  private static final String FOLDER = "= ";
  private static final char LINK = 'l';

  /** Where the refs of a repository are. */
  private static final ImmutableList<String> STARTS =
      ImmutableList.of("/refs", "/packed-refs", "/reftable");

  private final ImmutableList<RepoPath> paths;
  private final ImmutableSet<RepoPath> listed;
  private final Duration settled;

  /**
   * A question about repositories.
   *
   * @param listed those of which the peer shall also say what their refs are
   * @param settled how far back the last change is at least, by the whole seconds of the peer's
   *     clock; {@link #SETTLED} but in tests
   */
  RefsMarks(ImmutableList<RepoPath> paths, ImmutableSet<RepoPath> listed, Duration settled) {
    this.paths = paths;
    this.listed = listed;
    this.settled = settled;
  }

  /**
   * A script for any Bourne shell. Paths stand in it quoted, so that they are words and nothing
   * else. Where {@code find} is not GNU's, it finds nothing.
   */
  String script() {
    StringBuilder script = new StringBuilder("LC_ALL=C; export LC_ALL; exec 2>/dev/null\n");
    script.append("printf '").append(BEGIN).append("%s\\n' \"$(date +%s)\"\n");
    for (int i = 0; i < paths.size(); i++) {
      String p = "p" + i;
      script.append(p).append('=').append(quoted(paths.get(i))).append('\n');
      script.append("[ -e \"$" + p + "/.git\" ] && " + p + "=$" + p + "/.git\n");
      script.append("[ -f \"$" + p + "/HEAD\" ] && [ -d \"$" + p + "/objects\" ] && ");
      script.append("printf '" + FOLDER + "%s %s\\n' " + i + " \"$" + p + "\" || " + p + "=/-\n");
    }
    groups(path -> true).forEach(group -> script.append(findCommand(group)));
    // After all marks: what changes in between makes the next mark another one.
    script.append("printf '").append(CONTENTS).append("\\n'\n");
    groups(listed::contains).forEach(group -> script.append(RefFilesThere.commands(group)));
    return script.append("printf '").append(END).append("\\n'\n").toString();
  }

  /** The variables of the script in which the folders of these repositories are. */
  private List<List<String>> groups(Predicate<RepoPath> asked) {
    List<String> variables =
        IntStream.range(0, paths.size())
            .filter(i -> asked.test(paths.get(i)))
            .mapToObj(i -> "p" + i)
            .toList();
    return Lists.partition(variables, GROUP);
  }

  private static String findCommand(List<String> variables) {
    StringBuilder command = new StringBuilder("find");
    for (String variable : variables) {
      STARTS.forEach(start -> command.append(" \"$" + variable + start + "\""));
    }
    return command.append(" -printf '%H\\t%P\\t%y %i %s %T@ %C@\\n' </dev/null\n").toString();
  }

  private static String quoted(RepoPath path) {
    String text = path.text();
    return text.startsWith("~/")
        ? "\"$HOME\"" + QuotedString.BOURNE.quote(text.substring(1))
        : QuotedString.BOURNE.quote(text);
  }

  /**
   * What an answer says. Empty where the answer is not that of the script, or the marks are not
   * whole: a login may run another command instead, or print something of its own. Refs that are
   * not whole are left out. Nothing is said of a repository that changed so lately that one more
   * change could bear the same time, or of which a part is elsewhere, behind a link.
   */
  Optional<ImmutableMap<RepoPath, SurveyedRefs>> read(InputStream answer) throws IOException {
    ByteLines lines = new ByteLines(answer);
    try {
      Optional<String> line = lines.next();
      while (line.filter(first -> !first.startsWith(BEGIN)).isPresent()) {
        line = lines.next(); // Start-up files of shells may greet.
      }
      if (line.isEmpty()) {
        return Optional.empty();
      }
      long now = Long.parseLong(line.get().substring(BEGIN.length()));
      Answer found = new Answer(now - settled.toSeconds());
      line = lines.next();
      while (line.isPresent() && !line.get().equals(CONTENTS)) {
        found.add(line.get());
        line = lines.next();
      }
      return line.isEmpty() ? Optional.empty() : found.with(contents(found, lines));
    } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
      return Optional.empty();
    }
  }

  /** What the refs are, if that is told to its end: the marks are worth something without it. */
  private static RefFilesThere contents(Answer found, ByteLines lines) throws IOException {
    RefFilesThere contents = found.expected();
    try {
      Optional<String> line = lines.next();
      while (line.isPresent() && !line.get().equals(END)) {
        contents.add(line.get());
        line = lines.next();
      }
      return line.isEmpty() ? new RefFilesThere() : contents;
    } catch (IndexOutOfBoundsException notOurs) {
      return new RefFilesThere();
    }
  }

  /** What was read so far of the marks; only hashes are kept of it. */
  private final class Answer {

    private final long settledUntil;
    private final Map<String, Found> byStart = new HashMap<>();
    private final Map<RepoPath, Found> all = new LinkedHashMap<>();
    private boolean foundAny;

    Answer(long settledUntil) {
      this.settledUntil = settledUntil;
    }

    void add(String line) {
      if (line.startsWith(FOLDER)) {
        int blank = line.indexOf(' ', FOLDER.length());
        int index = Integer.parseInt(line.substring(FOLDER.length(), blank));
        String folder = line.substring(blank + 1);
        Found found = new Found(folder);
        all.put(paths.get(index), found);
        STARTS.forEach(start -> byStart.put(folder + start, found));
        return;
      }
      Found found = byStart.get(line.substring(0, line.indexOf('\t')));
      if (found == null) {
        throw new IndexOutOfBoundsException("nobody asked for this");
      }
      found.add(line, settledUntil);
      foundAny = true;
    }

    RefFilesThere expected() {
      RefFilesThere expected = new RefFilesThere();
      Maps.filterKeys(all, listed::contains)
          .values()
          .forEach(found -> expected.expect(found.folder));
      return expected;
    }

    /** Empty where nothing was found of what is there, as by a find that cannot print this. */
    Optional<ImmutableMap<RepoPath, SurveyedRefs>> with(RefFilesThere contents) {
      ImmutableMap.Builder<RepoPath, SurveyedRefs> said = ImmutableMap.builder();
      all.forEach(
          (path, found) -> {
            if (found.isMarked()) {
              Optional<Advertisement> refs =
                  found.hasTables ? Optional.empty() : contents.of(found.folder, found.files());
              said.put(path, new SurveyedRefs(found.mark(), refs));
            }
          });
      return foundAny || all.isEmpty() ? Optional.of(said.buildOrThrow()) : Optional.empty();
    }
  }

  /** What was found of one repository. */
  private static final class Found {

    private final String folder;
    private final MessageDigest digest = sha256();
    private boolean hasRefs;
    private boolean hasTables;
    private boolean hasPacked;
    private int loose;
    private boolean settled = true;
    private boolean isAllHere = true;

    Found(String folder) {
      this.folder = folder;
    }

    void add(String line, long settledUntil) {
      digest.update(line.getBytes(StandardCharsets.ISO_8859_1));
      digest.update((byte) '\n');
      int start = line.indexOf('\t');
      hasRefs |= line.startsWith("/refs\t\td ", start - "/refs".length());
      hasTables |= line.startsWith("/reftable\t", start - "/reftable".length());
      String name = line.substring(start + 1, line.indexOf('\t', start + 1));
      if (line.startsWith("f ", start + name.length() + 2)) {
        boolean isRef = line.startsWith("/refs\t", start - "/refs".length());
        loose += isRef && RefFilesThere.isLoose("/refs/" + name) ? 1 : 0;
        hasPacked |= line.startsWith("/packed-refs\t", start - "/packed-refs".length());
      }
      isAllHere &= line.charAt(line.indexOf('\t', start + 1) + 1) != LINK;
      String changed = line.substring(line.lastIndexOf(' ') + 1);
      int point = changed.indexOf('.');
      long seconds = Long.parseLong(point < 0 ? changed : changed.substring(0, point));
      settled &= seconds <= settledUntil;
    }

    RefFilesThere.Expected files() {
      return new RefFilesThere.Expected(loose, hasPacked);
    }

    boolean isMarked() {
      return hasRefs && settled && isAllHere;
    }

    RefsMark mark() {
      byte[] start = new byte[MARK_BYTES];
      System.arraycopy(digest.digest(), 0, start, 0, MARK_BYTES);
      return new RefsMark(Base64.getEncoder().withoutPadding().encodeToString(start));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
