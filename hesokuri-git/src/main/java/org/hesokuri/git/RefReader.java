package org.hesokuri.git;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** Reads branches and kept tips. */
final class RefReader {

  private RefReader() {}

  /** Branches that can be used, and those that cannot, with why. */
  record Branches(
      ImmutableSortedMap<BranchName, CommitHash> usable,
      ImmutableSortedMap<String, String> unreadable) {}

  static Branches branches(RefDatabase refs, Path commonDir) throws IOException {
    ImmutableSortedMap.Builder<BranchName, CommitHash> usable = ImmutableSortedMap.naturalOrder();
    ImmutableSortedMap.Builder<String, String> unreadable = ImmutableSortedMap.naturalOrder();
    Set<String> known = new HashSet<>();
    for (Ref ref : refs.getRefsByPrefix(BranchName.PREFIX)) {
      known.add(ref.getName());
      String name = ref.getName().substring(BranchName.PREFIX.length());
      Optional<BranchName> branch = nameOf(ref.getName());
      if (branch.isEmpty()) {
        unreadable.put(name, "its name is not one that git accepts");
      } else if (ref.isSymbolic()) {
        unreadable.put(name, "it is another name for " + ref.getTarget().getName());
      } else if (ref.getObjectId() == null || ref.getObjectId().equals(ObjectId.zeroId())) {
        unreadable.put(name, "it points to nothing");
      } else {
        usable.put(branch.get(), new CommitHash(ref.getObjectId().name()));
      }
    }
    // Listed after they were read, so that a branch that appears meanwhile can look damaged; the
    // watch tells of it, and the next look sees it.
    addDamaged(commonDir, BranchName.PREFIX, known, unreadable);
    return new Branches(usable.buildOrThrow(), unreadable.buildOrThrow());
  }

  /** JGit passes over files that are no refs, as if there were no such branch. */
  private static void addDamaged(
      Path commonDir,
      String prefix,
      Set<String> known,
      ImmutableSortedMap.Builder<String, String> unreadable)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(commonDir.resolve(prefix))) {
      for (Path entry : entries) {
        String ref = prefix + entry.getFileName();
        if (known.contains(ref) || ref.endsWith(".lock")) {
          continue;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          addDamaged(commonDir, ref + "/", known, unreadable);
        } else if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
          unreadable.put(
              ref.substring(BranchName.PREFIX.length()),
              "its file is damaged; see git fsck and its reflog");
        }
      }
    } catch (NoSuchFileException | NotDirectoryException gone) {
      // Git removes empty folders; what was in this one was deleted or packed.
    }
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

  private static Optional<BranchName> nameOf(String ref) {
    try {
      return Optional.of(BranchName.ofRef(ref));
    } catch (IllegalArgumentException notAccepted) {
      return Optional.empty();
    }
  }
}
