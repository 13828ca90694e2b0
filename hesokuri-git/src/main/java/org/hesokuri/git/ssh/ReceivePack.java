package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
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

  /** Whether its one push was sent. */
  boolean hasPushed() {
    return spoken;
  }

  /**
   * Pushes; once at most. Each ref stands for itself, unless the peer refuses the whole. Git's
   * {@code atomic} is never asked for: a ref that the peer hides is refused and the others move.
   */
  PushReport push(List<RefCommand> commands, OutgoingPack pack) {
    if (spoken) {
      throw new IllegalStateException("a connection is good for one push");
    }
    spoken = true;
    Answers answers = new Answers();
    Optional<IOException> broken = Optional.empty();
    long begun = System.nanoTime();
    try {
      send(commands, pack);
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
    return answers.report(band.messages(), damaged, broken);
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

  private void send(List<RefCommand> commands, OutgoingPack pack) throws IOException {
    PacketLineOut out = new PacketLineOut(channel.out());
    out.setFlushOnEnd(false);
    String asked = "\0 " + wanted();
    for (RefCommand command : commands) {
      String old = command.expected().map(CommitHash::hex).orElse(ObjectId.zeroId().name());
      out.writeString(old + " " + command.tip().hex() + " " + command.ref() + asked);
      asked = "";
    }
    out.end();
    pack.writeTo(channel.out());
    channel.out().flush();
  }

  private String wanted() {
    StringBuilder wanted = new StringBuilder();
    for (String capability : List.of("report-status", "side-band-64k", "ofs-delta", "quiet")) {
      if (can(capability)) {
        wanted.append(capability).append(' ');
      }
    }
    return wanted + "agent=" + UserAgent.get();
  }

  private static void readReport(InputStream in, List<RefCommand> commands, Answers answers)
      throws IOException {
    PacketLineIn lines = new PacketLineIn(in);
    String unpack = lines.readString();
    if (PacketLineIn.isEnd(unpack) || !unpack.startsWith("unpack ")) {
      throw new IOException("it did not report on the push");
    }
    answers.unpacked(unpack.substring("unpack ".length()));
    for (String line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
      if (line.startsWith("ok ")) {
        answers.took(line.substring("ok ".length()));
      } else if (line.startsWith("ng ")) {
        String[] parts = line.substring("ng ".length()).split(" ", 2);
        answers.refused(parts[0], parts.length > 1 ? parts[1] : "refused");
      } else {
        throw new IOException("it reports something that is not Git's: " + line);
      }
    }
    answers.mustBeAbout(commands);
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
