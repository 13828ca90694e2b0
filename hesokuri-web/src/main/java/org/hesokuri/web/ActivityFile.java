package org.hesokuri.web;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.activity.HappeningLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened, kept over restarts for the page that tells it: the newest events, in two files of
 * bounded size. Give it to the engine as a listener.
 *
 * <p>It is a comfort and no promise: nothing waits for the disk, a crash may lose the newest lines,
 * and damaged lines are skipped. If the file cannot be used, that is logged once, and events are
 * remembered until the end of the process. May be used from any thread.
 */
public final class ActivityFile implements Consumer<RecordedEvent>, AutoCloseable {

  static final int MOST_REMEMBERED = 5_000;
  private static final long MOST_BYTES = 512 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(ActivityFile.class);
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final Path older;
  private final long mostBytes;
  private final Deque<Happening> newest = new ArrayDeque<>();
  private int damaged;
  private boolean failing;
  private boolean closed;
  private Optional<FileChannel> file = Optional.empty();

  private ActivityFile(Path path, long mostBytes) {
    this.path = path;
    this.older = path.resolveSibling(path.getFileName() + ".old");
    this.mostBytes = mostBytes;
  }

  /**
   * Reads what earlier processes wrote, and goes on from there.
   *
   * @param path the newer file, which is made if it is missing; the older one lies beside it, with
   *     {@code .old} at the end of its name
   */
  public static ActivityFile open(Path path) {
    return open(path, MOST_BYTES);
  }

  static ActivityFile open(Path path, long mostBytes) {
    ActivityFile activity = new ActivityFile(path, mostBytes);
    activity.begin();
    return activity;
  }

  private synchronized void begin() {
    try {
      read(older);
      read(path);
      openForWriting();
    } catch (IOException e) {
      tell(e);
    }
    if (damaged > 0) {
      LOG.warn("{} lines of {} are damaged and were left out", damaged, Quoted.of(path.toString()));
    }
  }

  private void read(Path from) throws IOException {
    if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    requireFile(from);
    try (FileChannel channel = FileChannel.open(from, StandardOpenOption.READ)) {
      long begin = Math.max(0, channel.size() - 2 * mostBytes);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - begin));
      channel.position(begin);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        continue;
      }
      new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty())
          .forEach(this::take);
    }
  }

  /** Anything else, such as a pipe, might never answer. */
  private static void requireFile(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is no file");
    }
  }

  private void take(String line) {
    Optional<Happening> happening = HappeningLine.read(line);
    happening.ifPresent(this::remember);
    damaged += happening.isPresent() ? 0 : 1;
  }

  private void remember(Happening happening) {
    if (newest.size() == MOST_REMEMBERED) {
      newest.removeLast();
    }
    newest.addFirst(happening);
  }

  private FileChannel openForWriting() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      requireFile(path);
    }
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
            OWNER_ONLY);
    file = Optional.of(channel);
    // What was cut off in the middle of a line must not spoil the next one.
    write(channel, channel.size() == 0 ? "" : "\n");
    return channel;
  }

  @Override
  public synchronized void accept(RecordedEvent recorded) {
    Happening happening = Happening.of(recorded);
    remember(happening);
    if (closed) {
      return;
    }
    try {
      append(HappeningLine.write(happening) + "\n");
      failing = false;
    } catch (IOException e) {
      tell(e);
    }
  }

  private void append(String line) throws IOException {
    FileChannel channel = file.isPresent() ? file.get() : openForWriting();
    if (channel.size() + line.length() > mostBytes) {
      channel.close();
      file = Optional.empty();
      Files.move(path, older, StandardCopyOption.ATOMIC_MOVE);
      channel = openForWriting();
    }
    write(channel, line);
  }

  private static void write(FileChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void tell(IOException e) {
    if (!failing) {
      LOG.warn(
          "what happens cannot be kept in {} ({}); it is remembered until the daemon stops",
          Quoted.of(path.toString()),
          Quoted.line(String.valueOf(e.getMessage())));
    }
    failing = true;
  }

  /** How many lines were damaged when the files were read. */
  synchronized int damaged() {
    return damaged;
  }

  /** What happened, the newest first. */
  synchronized ImmutableList<Happening> newestFirst() {
    return ImmutableList.copyOf(newest);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      tell(e);
    }
  }
}
