package org.hesokuri.git.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.program.CGit;

/** What this machine's repository can say about commits that are to be pushed. */
final class LocalObjects {

  /** From here on it pays to start a process. */
  private static final long LARGE = 16L << 20;

  private final Repository local;
  private final CGit git;

  LocalObjects(Repository local, CGit git) {
    this.local = local;
    this.git = git;
  }

  /**
   * Why the push must not be sent; empty if it may. A push that claims to displace nothing is
   * believed only if this repository shows it.
   */
  Optional<String> objectionTo(Push push) {
    try (RevWalk walk = new RevWalk(local)) {
      if (!walk.getObjectReader().has(id(push.tip()))) {
        return Optional.of("this machine does not have " + push.tip().abbreviated());
      }
      if (push.displaces() || push.expected().isEmpty()) {
        return Optional.empty();
      }
      boolean forward =
          walk.isMergedInto(
              walk.parseCommit(id(push.expected().get())), walk.parseCommit(id(push.tip())));
      return forward ? Optional.empty() : notForward(push);
    } catch (MissingObjectException e) {
      return e.getObjectId().name().equals(push.tip().hex())
          ? Optional.of(unreadable(push, e))
          : notForward(push);
    } catch (IOException | RuntimeException e) {
      return Optional.of(unreadable(push, e));
    }
  }

  private static Optional<String> notForward(Push push) {
    return Optional.of(
        push.tip().abbreviated()
            + " does not contain "
            + push.expected().map(CommitHash::abbreviated).orElse("")
            + ", which would be lost");
  }

  /** Says that damage here stops the push. */
  static String unreadable(Push push, Exception why) {
    return "this machine's repository cannot read "
        + push.tip().abbreviated()
        + ": "
        + Quoted.plain(Optional.ofNullable(why.getMessage()).orElse(why.toString()))
        + "; run `git fsck` in it";
  }

  /**
   * Makes the pack that a peer needs to hold the tips.
   *
   * @param there objects that the peer says it has
   * @throws IOException if an object is missing here or unreadable
   */
  OutgoingPack pack(Collection<Push> pushes, Set<ObjectId> there, boolean offsets)
      throws IOException {
    Set<ObjectId> tips = new HashSet<>();
    pushes.forEach(push -> tips.add(id(push.tip())));
    Set<ObjectId> common = new HashSet<>();
    try (ObjectReader reader = local.newObjectReader()) {
      for (ObjectId id : there) {
        if (reader.has(id)) {
          common.add(id);
        }
      }
    }
    // Where C git does not do it, JGit finds out why, or does it.
    Optional<OutgoingPack> packed =
        common.isEmpty() && !tips.isEmpty() && isLarge()
            ? PackedByGit.of(git, local.getDirectory().toPath(), tips, offsets)
            : Optional.empty();
    return packed.isPresent() ? packed.get() : PackedByJGit.of(local, tips, common, offsets);
  }

  private boolean isLarge() {
    return local.getObjectDatabase() instanceof ObjectDirectory objects
        && objects.getPacks().stream().mapToLong(pack -> pack.getPackFile().length()).sum()
            >= LARGE;
  }

  /** Why the one push cannot be packed; empty if it can. */
  Optional<String> damageIn(Push push, Set<ObjectId> there, boolean offsets) {
    try (OutgoingPack pack = pack(Set.of(push), there, offsets)) {
      pack.writeTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(unreadable(push, e));
    }
  }

  private static ObjectId id(CommitHash hash) {
    return ObjectId.fromString(hash.hex());
  }
}
