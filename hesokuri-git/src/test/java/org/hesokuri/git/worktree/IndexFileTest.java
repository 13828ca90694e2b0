package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with the bytes of an index, it is told, and costs no more than the file: no
 * other exception, no memory without bounds.
 */
class IndexFileTest {

  private static final int DAMAGES = 20_000;
  private static final byte[] HOSTILE = {0, 1, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};

  @TempDir Path folder;
  private TestGit git;
  private Path index;

  @BeforeEach
  void setUp() {
    git = TestGit.init(folder.resolve("home"), folder.resolve("mine"));
    index = git.folder().resolve(".git/index");
    for (String file : new String[] {"a", "a.b/x", "deep/er/file", "deep/er/other", "z"}) {
      git.write(file, "of " + file);
    }
    git.run("add", "-A");
    git.run("commit", "-q", "-m", "Some");
  }

  private byte[] real(int version) throws Exception {
    git.run("update-index", "--index-version", Integer.toString(version));
    if (version == 3) {
      // Only an entry with second flags makes it one.
      git.run("update-index", "--skip-worktree", "z");
    }
    byte[] raw = Files.readAllBytes(index);
    assertThat(ByteBuffer.wrap(raw).getInt(4)).isEqualTo(version);
    return raw;
  }

  /** As git writes it where it does not wait for the sum. */
  private static byte[] withoutSum(byte[] raw) {
    Arrays.fill(raw, raw.length - IndexFile.CHECKSUM, raw.length, (byte) 0);
    return raw;
  }

  /** Reads it with all that an advance would use; whether it was taken for sound. */
  private boolean isTaken(byte[] raw) {
    try {
      IndexFile read = IndexFile.parse(raw, index);
      for (int entry = 0; entry < read.size(); entry++) {
        read.entry(read.nameAt(entry)).orElseThrow().modified();
      }
      TreeMap<String, Optional<IndexEntry>> none = new TreeMap<>();
      IndexEdit edit = new IndexEdit(read, none);
      IndexDraft.of(
          edit,
          read.cachedTrees()
              .flatMap(
                  old ->
                      CachedTrees.after(
                          old,
                          edit,
                          Map.of("", new TreeDelta.Folder(ObjectId.zeroId(), ObjectId.zeroId())))));
      return true;
    } catch (Stopped told) {
      assertThat(told.getMessage()).contains(index.toString());
      return false;
    }
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] raw = sound.clone();
    if (random.nextInt(8) == 0) {
      raw = Arrays.copyOf(raw, random.nextInt(raw.length + 1));
    }
    for (int i = random.nextInt(3); i >= 0 && raw.length > 0; i--) {
      int at = random.nextInt(raw.length);
      raw[at] =
          random.nextBoolean()
              ? HOSTILE[random.nextInt(HOSTILE.length)]
              : (byte) random.nextInt(256);
    }
    return raw.length > IndexFile.CHECKSUM ? withoutSum(raw) : raw;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void isReadOrRefusedWhateverIsDamaged(int version) throws Exception {
    byte[] sound = withoutSum(real(version));
    Random random = new Random(version);
    int refused = 0;
    for (int i = 0; i < DAMAGES; i++) {
      byte[] raw = damaged(sound, random);
      try {
        refused += isTaken(raw) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("damage " + i + " of version " + version + " is not told", e);
      }
    }
    assertThat(refused).isGreaterThan(DAMAGES / 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void isReadIfNothingIsDamaged(int version) throws Exception {
    assertThat(isTaken(real(version))).isTrue();
    assertThat(isTaken(withoutSum(real(version)))).isTrue();
  }

  /** Version 4, whose entries drop so much of the name before and add what follows. */
  private static byte[] shortened(byte[]... names) {
    ByteBuffer raw = ByteBuffer.allocate(1 << 22);
    raw.put(IndexFile.MAGIC).putInt(4).putInt(names.length);
    for (byte[] name : names) {
      raw.put(new byte[IndexEntry.FIXED]).put(name);
    }
    raw.put(new byte[IndexFile.CHECKSUM]);
    return Arrays.copyOf(raw.array(), raw.position());
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // More dropped than there is: by one, by a number that overflows, by one that is negative.
        "\u0002x\0",
        "\u00ff\u00ff\u00ff\u00ff\u007fx\0",
        "\u0086\u00fe\u00fe\u00ff\u0000x\0",
        "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fx\0"
      })
  void isRefusedIfANameDropsMoreThanThereIs(String entry) {
    assertThat(isTaken(shortened(bytes(entry)))).isFalse();
    assertThat(isTaken(shortened(bytes("\0a\0"), bytes(entry)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 30_000})
  void isRefusedBeforeItAsksForMemoryWithoutBounds(int count) {
    // Of 100,000 bytes each, spelled out: what an array can just hold, and more than that.
    byte[][] names = new byte[count][];
    Arrays.fill(names, bytes("\0a\0"));
    names[0] = bytes("\0" + "a".repeat(100_000) + "\0");
    assertThatThrownBy(() -> IndexFile.parse(shortened(names), index))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("longer names");
  }

  @Test
  void isFollowedWithoutTheTreesThatItRemembersIfTheseNeverEnd() {
    byte[] deep = bytes("\0" + "1 1\n" + ("x".repeat(20) + "a\0" + "1 1\n").repeat(500_000));
    IndexEdit edit = new IndexEdit(IndexFile.empty(), new TreeMap<>());
    assertThat(CachedTrees.after(deep, edit, Map.of())).isEmpty();
  }
}
