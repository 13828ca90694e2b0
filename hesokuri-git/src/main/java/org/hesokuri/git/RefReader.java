package org.hesokuri.git;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** Reads branches and kept tips. */
final class RefReader {

  /** Stands in a name where bytes mean nothing in the locale. */
  private static final char UNDECODED = '\uFFFD';

  private RefReader() {}

  /** Branches that can be used, and those that cannot, with why. */
  record Branches(
      ImmutableSortedMap<BranchName, CommitHash> usable,
      ImmutableSortedMap<String, String> unreadable) {}

  static Branches branches(RefDatabase refs, Path commonDir) throws IOException {
    Map<String, Optional<Ref>> seen = new TreeMap<>();
    for (Ref ref : refs.getRefsByPrefix(BranchName.PREFIX)) {
      seen.put(ref.getName(), Optional.of(ref));
    }
    for (Map.Entry<String, Path> loose : looseFiles(commonDir, BranchName.PREFIX).entrySet()) {
      String name = loose.getKey();
      Path file = loose.getValue();
      if (!seen.getOrDefault(name, Optional.empty()).filter(RefReader::isLoose).isPresent()) {
        // JGit passes over files that are no refs, as if there were no such branch or only its old
        // packed value. It may also have come a moment ago.
        Optional<Ref> ref = again(refs, name, file);
        if (ref.isPresent() || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          seen.put(name, ref);
        } else {
          seen.remove(name);
        }
      }
    }
    ImmutableSortedMap.Builder<BranchName, CommitHash> usable = ImmutableSortedMap.naturalOrder();
    ImmutableSortedMap.Builder<String, String> unreadable = ImmutableSortedMap.naturalOrder();
    seen.forEach(
        (name, ref) -> {
          Optional<String> problem = problemWith(commonDir, name, ref);
          if (problem.isPresent()) {
            unreadable.put(name.substring(BranchName.PREFIX.length()), problem.get());
          } else {
            ref.map(Ref::getObjectId)
                .ifPresent(tip -> usable.put(BranchName.ofRef(name), new CommitHash(tip.name())));
          }
        });
    return new Branches(usable.buildOrThrow(), unreadable.buildOrThrow());
  }

  private static boolean isLoose(Ref ref) {
    return ref.getStorage().isLoose();
  }

  /** Reads one ref that has, or had, a file; empty if the file is damaged or it is deleted. */
  private static Optional<Ref> again(RefDatabase refs, String name, Path file) {
    try {
      return Optional.ofNullable(refs.exactRef(name))
          .filter(ref -> isLoose(ref) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private static Optional<String> problemWith(Path commonDir, String name, Optional<Ref> ref) {
    if (!isNameable(commonDir, name)) {
      // Its file cannot be found, and so nobody knows whether a packed value is an old one.
      return Optional.of(
          "its name cannot be read in the locale of this process; start it with LC_ALL=C.UTF-8");
    }
    if (!isAccepted(name)) {
      return Optional.of("its name is not one that git accepts");
    }
    if (ref.isEmpty()) {
      return Optional.of("its file is damaged; see git fsck and its reflog");
    }
    if (ref.get().isSymbolic()) {
      return Optional.of("it is another name for " + ref.get().getTarget().getName());
    }
    ObjectId tip = ref.get().getObjectId();
    return tip == null || tip.equals(ObjectId.zeroId())
        ? Optional.of("it points to nothing")
        : Optional.empty();
  }

  private static boolean isNameable(Path commonDir, String name) {
    try {
      return name.indexOf(UNDECODED) < 0 && commonDir.resolve(name) != null;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isAccepted(String ref) {
    try {
      BranchName.ofRef(ref);
      return true;
    } catch (IllegalArgumentException notAccepted) {
      return false;
    }
  }

  /** All files below the prefix, which ends with a slash, by the name of their ref. */
  private static Map<String, Path> looseFiles(Path commonDir, String prefix) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(commonDir.resolve(prefix))) {
      for (Path entry : entries) {
        String name = prefix + entry.getFileName();
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          files.putAll(looseFiles(commonDir, name + "/"));
        } else if (!name.endsWith(".lock")) {
          files.put(name, entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException gone) {
      // Git removes empty folders; what was in this one was deleted or packed.
    }
    return files;
  }

  static ImmutableSet<KeptTip> kept(RefDatabase refs) throws IOException {
    ImmutableSet.Builder<KeptTip> kept = ImmutableSet.builder();
    for (Ref ref : refs.getRefsByPrefix(KeptTip.PREFIX)) {
      KeptTip.ofRef(ref.getName())
          .filter(
              tip -> ref.getObjectId() != null && ref.getObjectId().name().equals(tip.tip().hex()))
          .ifPresent(kept::add);
    }
    return kept.build();
  }
}
