package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/**
 * Whether every path that changes may be written, and can be: found out before anything is locked,
 * as what fails half way has to be undone.
 */
final class WritablePaths {

  private final WorktreeHome home;
  private final Settings settings;
  private final List<Change> changes;

  private WritablePaths(WorktreeHome home, Settings settings, List<Change> changes) {
    this.home = home;
    this.settings = settings;
    this.changes = changes;
  }

  /** Refuses the first path that may not or cannot, over the old index. */
  static void check(WorktreeHome home, Settings settings, List<Change> changes, IndexFile index)
      throws Stopped, IOException {
    WritablePaths paths = new WritablePaths(home, settings, changes);
    for (Change change : changes) {
      paths.checkKind(change);
      paths.checkName(change);
    }
    paths.checkRoom();
    if (settings.isOn("core.ignorecase", false)) {
      paths.checkCase(index);
    }
    GitShape.refuse(home, changes);
  }

  private void checkKind(Change change) throws Stopped {
    if (change.before().filter(Side::isSubmodule).isPresent()
        || change.after().filter(Side::isSubmodule).isPresent()) {
      throw Stopped.refused(
          "the submodule "
              + change.shown()
              + " changes, which needs `git merge` and `git submodule update` by hand");
    }
    if (change.after().filter(Side::isLink).isPresent() && !settings.isOn("core.symlinks", true)) {
      throw Stopped.refused(
          change.shown() + " is a symbolic link, and core.symlinks is off here", home.index());
    }
  }

  private void checkName(Change change) throws Stopped {
    boolean isLink = change.after().filter(Side::isLink).isPresent();
    boolean mac = settings.isOn("core.protecthfs", true);
    boolean windows = settings.isOn("core.protectntfs", true);
    if (GitPaths.forbid(change.path(), isLink, mac, windows)) {
      throw Stopped.refused("the path " + change.shown() + " is one that Git forbids");
    }
    boolean plain = change.path().chars().allMatch(c -> c < 0x80);
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!plain && (!encoding.equalsIgnoreCase("UTF-8") || isComposedAnew(change))) {
      throw unwritable(change, encoding);
    }
    try {
      Path file = home.files().resolve(change.path());
      if (!file.startsWith(home.files()) || !file.toString().endsWith("/" + change.path())) {
        throw unwritable(change, encoding);
      }
    } catch (InvalidPathException e) {
      throw unwritable(change, encoding);
    }
  }

  /** Whether a file system that composes names anew (macOS) would rename the file. */
  private static boolean isComposedAnew(Change change) {
    return System.getProperty("os.name", "").startsWith("Mac")
        && !Normalizer.isNormalized(change.path(), Normalizer.Form.NFC);
  }

  private static Stopped unwritable(Change change, String encoding) {
    return Stopped.refused(
        "the file name "
            + change.shown()
            + " cannot be written with the character set "
            + encoding
            + "; start Hesokuri with LC_ALL=C.UTF-8");
  }

  private void checkRoom() throws Stopped, IOException {
    NameRoom room = new NameRoom(home.files());
    // What has to be rescued goes below the git folder, with its whole path.
    NameRoom rescue = new NameRoom(home.commonDir());
    int longest = 0;
    for (Change change : changes) {
      if (change.after().isPresent()) {
        Optional<String> part = room.unfit(change.path());
        if (part.isPresent()) {
          throw noRoom(change, "the name " + Quoted.plain(part.get()) + " does not fit");
        }
      }
      int length = change.path().getBytes(StandardCharsets.UTF_8).length;
      if (length > longest) {
        longest = length;
        if (!room.takes(length + 1) || !rescue.takes(length + AdvanceFolder.RESCUE_ROOM)) {
          throw noRoom(change, "the whole path does not fit");
        }
      }
    }
  }

  private Stopped noRoom(Change change, String why) {
    return Stopped.refused(
        change.shown()
            + " is too long for the file system of "
            + home.files()
            + ": "
            + why
            + "; it has to get a shorter one where it was committed");
  }

  /** On a file system that ignores case two names must not differ in nothing else. */
  private void checkCase(IndexFile index) throws Stopped {
    Map<String, String> spelled = new HashMap<>();
    for (int entry = 0; entry < index.size(); entry++) {
      spell(spelled, index.nameAt(entry), true);
    }
    changes.stream()
        .filter(Change::isDeletion)
        .forEach(change -> spelled.remove(change.indexName().toLowerCase(Locale.ROOT)));
    for (Change change : changes) {
      if (change.after().isPresent() && !spell(spelled, change.indexName(), false)) {
        throw Stopped.refused(
            change.shown() + " differs only in case from another path (core.ignoreCase is on)");
      }
    }
  }

  private static boolean spell(Map<String, String> spelled, String name, boolean known) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
      String part = name.substring(0, end);
      String before = spelled.putIfAbsent(part.toLowerCase(Locale.ROOT), part);
      if (before != null && !before.equals(part) && !known) {
        return false;
      }
    }
    return true;
  }
}
