package org.hesokuri.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from reflogs which tips branches have left. Only the end of each file is read: it may have
 * been written for years, or by somebody else.
 */
final class ReflogReader {

  private static final Logger LOG = LoggerFactory.getLogger(ReflogReader.class);

  private static final int MOST_BYTES = 32 * 1024;
  private static final int MOST_OF_A_BRANCH = 50;
  private static final int MOST = 200;

  private static final Pattern ENTRY =
      Pattern.compile("([0-9a-f]{40}) [0-9a-f]{40} .*> (\\d{1,12}) [-+]\\d{4}(?:\t.*)?");

  private ReflogReader() {}

  /** One move of a branch. */
  private record Entry(CommitHash from, Instant at) {}

  static ImmutableSet<KeptTip> formerTips(
      Repository repository,
      ImmutableMap<BranchName, Optional<CommitHash>> branches,
      Instant since) {
    Path logs = repository.getCommonDirectory().toPath().resolve("logs");
    ImmutableSet.Builder<KeptTip> left = ImmutableSet.builder();
    int count = 0;
    try (ObjectReader objects = repository.newObjectReader()) {
      for (Map.Entry<BranchName, Optional<CommitHash>> asked : branches.entrySet()) {
        BranchName branch = asked.getKey();
        for (CommitHash tip : leftBy(logs.resolve(branch.ref()), asked.getValue(), since)) {
          if (count < MOST && isHere(objects, tip)) {
            count++;
            left.add(new KeptTip(branch, tip));
          }
        }
      }
    }
    return left.build();
  }

  private static boolean isHere(ObjectReader objects, CommitHash tip) {
    try {
      return objects.has(ObjectId.fromString(tip.hex()));
    } catch (IOException unreadable) {
      LOG.warn("{} of a reflog cannot be read: {}", tip, unreadable.getMessage());
      return false;
    }
  }

  /** The tips that one branch has left, the newest first. */
  private static List<CommitHash> leftBy(Path log, Optional<CommitHash> until, Instant since) {
    List<CommitHash> left = new ArrayList<>();
    List<Entry> entries = entries(log);
    for (int i = entries.size() - 1; i >= 0 && left.size() < MOST_OF_A_BRANCH; i--) {
      Entry entry = entries.get(i);
      // Clocks jump: what comes before an old entry is not always older.
      if (!entry.at.isBefore(since)) {
        left.add(entry.from);
      }
      if (until.filter(entry.from::equals).isPresent()) {
        break;
      }
    }
    return left;
  }

  private static List<Entry> entries(Path log) {
    List<Entry> entries = new ArrayList<>();
    for (String line : end(log).split("\n", -1)) {
      Matcher parts = ENTRY.matcher(line);
      // A branch that was just made left nothing.
      if (parts.matches() && !parts.group(1).equals(ObjectId.zeroId().name())) {
        entries.add(
            new Entry(
                new CommitHash(parts.group(1)),
                Instant.ofEpochSecond(Long.parseLong(parts.group(2)))));
      }
    }
    return entries;
  }

  /** The last part of the file; a line that begins before it is cut, and so is no entry. */
  private static String end(Path log) {
    if (!Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(MOST_BYTES, file.length())];
      file.seek(file.length() - bytes.length);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      LOG.warn("the reflog {} cannot be read: {}", log, unreadable.getMessage());
      return "";
    }
  }
}
