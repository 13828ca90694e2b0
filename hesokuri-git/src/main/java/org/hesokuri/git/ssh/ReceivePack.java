package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineIn;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.UserAgent;
import org.hesokuri.core.model.CommitHash;

/**
 * Git's push protocol (version 0) with a {@code git-receive-pack} on a peer: it says what it holds,
 * hears one list of commands and a pack, and answers for each command.
 */
final class ReceivePack implements AutoCloseable {

  private static final int ID_LENGTH = 40;
  private static final int MAX_LINES = 4_000_000;
  private static final String NO_REFS = "capabilities^{}";
  private static final String EXTRA_OBJECT = ".have";

  private final PeerChannel channel;
  private final ImmutableMap<String, ObjectId> refs;
  private final ImmutableSet<ObjectId> objects;
  private final ImmutableSet<String> damaged;
  private final ImmutableSet<String> capabilities;
  private boolean spoken;

  private ReceivePack(
      PeerChannel channel,
      Map<String, ObjectId> refs,
      Set<ObjectId> objects,
      Set<String> damaged,
      Set<String> capabilities) {
    this.channel = channel;
    this.refs = ImmutableMap.copyOf(refs);
    this.objects = ImmutableSet.copyOf(objects);
    this.damaged = ImmutableSet.copyOf(damaged);
    this.capabilities = ImmutableSet.copyOf(capabilities);
  }

  /**
   * Listens to what the peer holds.
   *
   * @throws IOException if the stream breaks, ends at once, or is not Git's
   */
  static ReceivePack listen(PeerChannel channel) throws IOException {
    PacketLineIn in = new PacketLineIn(channel.in());
    Map<String, ObjectId> refs = new LinkedHashMap<>();
    Set<ObjectId> objects = new HashSet<>();
    Set<String> damaged = new TreeSet<>();
    Set<String> capabilities = new HashSet<>();
    String line = in.readString();
    for (int count = 0; !PacketLineIn.isEnd(line); count++) {
      if (count > MAX_LINES) {
        throw new IOException("it lists more than " + MAX_LINES + " refs");
      }
      int nul = line.indexOf('\0');
      if (nul >= 0) {
        capabilities.addAll(List.of(line.substring(nul + 1).split(" ")));
        line = line.substring(0, nul);
      }
      readRef(line, refs, objects, damaged);
      line = in.readString();
    }
    return new ReceivePack(channel, refs, objects, damaged, capabilities);
  }

  private static void readRef(
      String line, Map<String, ObjectId> refs, Set<ObjectId> objects, Set<String> damaged)
      throws IOException {
    if (line.startsWith("shallow ")) {
      return;
    }
    if (line.startsWith("ERR ")) {
      throw new IOException(line.substring("ERR ".length()));
    }
    if (line.length() < ID_LENGTH + 2 || line.charAt(ID_LENGTH) != ' ') {
      throw new IOException("it says something that is not Git's: " + line);
    }
    try {
      ObjectId id = ObjectId.fromString(line.substring(0, ID_LENGTH));
      String name = line.substring(ID_LENGTH + 1);
      if (id.equals(ObjectId.zeroId())) {
        // So git shows a ref whose file is damaged; that it has none begins the same way.
        if (!name.equals(NO_REFS)) {
          damaged.add(name);
        }
        return;
      }
      if (name.equals(EXTRA_OBJECT)) {
        objects.add(id);
      } else {
        refs.put(name, id);
        objects.add(id);
      }
    } catch (InvalidObjectIdException e) {
      throw new IOException("it says something that is not Git's: " + line, e);
    }
  }

  /** Every ref that the peer shows, by its full name. */
  ImmutableMap<String, ObjectId> refs() {
    return refs;
  }

  /** Objects that the peer says it has with all that they lead to. */
  ImmutableSet<ObjectId> objects() {
    return objects;
  }

  /** Whether the peer can do what Git calls by this name. */
  boolean can(String capability) {
    return capabilities.contains(capability);
  }

  /** The channel below. */
  PeerChannel channel() {
    return channel;
  }

  /**
   * Pushes; once at most.
   *
   * @param atomic all or nothing, which the peer must be able to do
   */
  PushReport push(List<RefCommand> commands, boolean atomic, OutgoingPack pack) {
    if (spoken) {
      throw new IllegalStateException("a connection is good for one push");
    }
    spoken = true;
    Map<String, Optional<String>> answers = new HashMap<>();
    Optional<IOException> broken = Optional.empty();
    long begun = System.nanoTime();
    try {
      send(commands, atomic, pack);
    } catch (IOException e) {
      broken = Optional.of(e);
      hangUp();
    }
    SideBand band = new SideBand(channel.in());
    InputStream in = can("side-band-64k") ? band : channel.in();
    Future<?> limit = channel.cutWithoutAnswer(Duration.ofNanos(System.nanoTime() - begun));
    try {
      readReport(in, commands, answers);
      broken = Optional.empty();
    } catch (IOException e) {
      broken = broken.or(() -> Optional.of(e));
    } finally {
      limit.cancel(false);
    }
    if (broken.isEmpty()) {
      waitForHooks(in);
    }
    return report(answers, band.messages(), broken);
  }

  /**
   * Lets the hooks that the peer runs after its answer end in peace; hanging up would kill them.
   */
  private void waitForHooks(InputStream in) {
    Future<?> limit = channel.cutAfterIdleTime();
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException afterTheAnswer) {
      // The answer counts, whatever became of the hooks.
      return;
    } finally {
      limit.cancel(false);
    }
  }

  /** Tells the peer that no more follows, so that it can still say why it does not go on. */
  private void hangUp() {
    try {
      channel.out().close();
    } catch (IOException alreadyGone) {
      // Reading, which follows, finds the same.
      return;
    }
  }

  private void send(List<RefCommand> commands, boolean atomic, OutgoingPack pack)
      throws IOException {
    PacketLineOut out = new PacketLineOut(channel.out());
    out.setFlushOnEnd(false);
    String asked = "\0 " + wanted(atomic);
    for (RefCommand command : commands) {
      String old = command.expected().map(CommitHash::hex).orElse(ObjectId.zeroId().name());
      out.writeString(old + " " + command.tip().hex() + " " + command.ref() + asked);
      asked = "";
    }
    out.end();
    pack.writeTo(channel.out());
    channel.out().flush();
  }

  private String wanted(boolean atomic) {
    StringBuilder wanted = new StringBuilder();
    for (String capability : List.of("report-status", "side-band-64k", "ofs-delta", "quiet")) {
      if (can(capability)) {
        wanted.append(capability).append(' ');
      }
    }
    if (atomic) {
      wanted.append("atomic ");
    }
    return wanted + "agent=" + UserAgent.get();
  }

  private static void readReport(
      InputStream in, List<RefCommand> commands, Map<String, Optional<String>> answers)
      throws IOException {
    PacketLineIn lines = new PacketLineIn(in);
    String unpack = lines.readString();
    if (PacketLineIn.isEnd(unpack) || !unpack.startsWith("unpack ")) {
      throw new IOException("it did not report on the push");
    }
    for (String line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
      if (line.startsWith("ok ")) {
        answers.put(line.substring("ok ".length()), Optional.empty());
      } else if (line.startsWith("ng ")) {
        String[] parts = line.substring("ng ".length()).split(" ", 2);
        answers.put(parts[0], Optional.of(parts.length > 1 ? parts[1] : "refused"));
      } else {
        throw new IOException("it reports something that is not Git's: " + line);
      }
    }
    String unpacked = unpack.substring("unpack ".length());
    for (RefCommand command : commands) {
      if (!unpacked.equals("ok")) {
        answers.put(command.ref(), Optional.of(untaken(unpacked)));
      } else if (!answers.containsKey(command.ref())) {
        throw new EOFException("it did not report on " + command.ref());
      }
    }
  }

  private static String untaken(String words) {
    return "it could not take in the objects: "
        + words
        + "; if its disk is not full, run `git fsck` here and there";
  }

  private PushReport report(
      Map<String, Optional<String>> answers, String messages, Optional<IOException> broken) {
    ImmutableSet.Builder<String> accepted = ImmutableSet.builder();
    Map<String, String> refused = new LinkedHashMap<>();
    answers.forEach(
        (ref, words) -> {
          words.ifPresent(said -> refused.put(ref, said));
          if (words.isEmpty()) {
            accepted.add(ref);
          }
        });
    List<String> said =
        messages.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    boolean single = refused.size() == 1;
    refused.replaceAll(
        (ref, words) -> words + explanation(said, ref, words, single) + damageBehind(words));
    return new PushReport(accepted.build(), ImmutableMap.copyOf(refused), broken);
  }

  /** One damaged ref lets git refuse every push, in words that do not name it. */
  private String damageBehind(String words) {
    return words.startsWith("missing necessary objects") && !damaged.isEmpty()
        ? "; there " + String.join(", ", damaged) + " is damaged, see git fsck on that machine"
        : "";
  }

  /** What was said to people about the ref: the words for the machine alone are poor. */
  private static String explanation(
      List<String> said, String ref, String words, boolean onlyOneRefused) {
    List<String> telling = said.stream().filter(line -> !line.contains(words)).toList();
    return telling.stream()
        .filter(line -> line.contains(ref))
        .findFirst()
        .or(() -> telling.stream().reduce((first, last) -> last).filter(last -> onlyOneRefused))
        .map(line -> " (" + line + ")")
        .orElse("");
  }

  @Override
  public void close() {
    try {
      if (!spoken) {
        // So that the peer's git ends in peace; four bytes always fit.
        spoken = true;
        new PacketLineOut(channel.out()).end();
      }
    } catch (IOException alreadyGone) {
      // Then there is nobody to say farewell to.
      return;
    } finally {
      channel.close();
    }
  }
}
