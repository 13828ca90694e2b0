package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One line of the index.
 *
 * @param fixed the fields of fixed size, as they are on disk: 40 bytes of stat data (the mode among
 *     them), the object, and the flags with the length of the name
 */
record IndexEntry(byte[] fixed) {

  static final int FIXED = 62;
  private static final int MODIFIED_AT = 8;
  private static final int MODE_AT = 24;
  private static final int ID_AT = 40;
  static final int FLAGS_AT = 60;
  private static final int ASSUME_VALID = 0x8000;
  static final int STAGE = 0x3000;
  private static final int NAME_LENGTH = 0x0fff;
  private static final long NANOS = 1_000_000_000L;

  /** The entry for a file just as it lies on disk. */
  static IndexEntry of(Path file, int mode, ObjectId id, String name, boolean assumeValid)
      throws IOException {
    Map<String, Object> stat = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    ByteBuffer bytes = ByteBuffer.wrap(unknown(mode, id, name, assumeValid).fixed);
    putTime(bytes, (FileTime) value(stat, "ctime"));
    putTime(bytes, (FileTime) value(stat, "lastModifiedTime"));
    bytes.putInt(((Number) value(stat, "dev")).intValue());
    bytes.putInt(((Number) value(stat, "ino")).intValue());
    bytes.putInt(mode);
    bytes.putInt(((Number) value(stat, "uid")).intValue());
    bytes.putInt(((Number) value(stat, "gid")).intValue());
    bytes.putInt(((Number) value(stat, "size")).intValue());
    return new IndexEntry(bytes.array());
  }

  private static Object value(Map<String, Object> stat, String name) {
    return Objects.requireNonNull(stat.get(name), name);
  }

  /** The entry for a file that Git has to look into. */
  static IndexEntry unknown(int mode, ObjectId id, String name, boolean assumeValid) {
    byte[] fixed = new byte[FIXED];
    id.copyRawTo(fixed, ID_AT);
    ByteBuffer.wrap(fixed)
        .putInt(MODE_AT, mode)
        .putShort(
            FLAGS_AT,
            (short) ((assumeValid ? ASSUME_VALID : 0) | Math.min(name.length(), NAME_LENGTH)));
    return new IndexEntry(fixed);
  }

  private static void putTime(ByteBuffer bytes, FileTime time) {
    long nanos = time.to(TimeUnit.NANOSECONDS);
    bytes.putInt((int) Math.floorDiv(nanos, NANOS));
    bytes.putInt((int) Math.floorMod(nanos, NANOS));
  }

  /** When the file was last modified. */
  FileTime modified() {
    ByteBuffer bytes = ByteBuffer.wrap(fixed);
    return FileTime.from(
        (bytes.getInt(MODIFIED_AT) & 0xffffffffL) * NANOS + bytes.getInt(MODIFIED_AT + 4),
        TimeUnit.NANOSECONDS);
  }

  int mode() {
    return ByteBuffer.wrap(fixed).getInt(MODE_AT);
  }

  ObjectId id() {
    return ObjectId.fromRaw(fixed, ID_AT);
  }

  boolean isAssumedValid() {
    return (flags() & ASSUME_VALID) != 0;
  }

  private int flags() {
    return ByteBuffer.wrap(fixed).getShort(FLAGS_AT) & 0xffff;
  }
}
