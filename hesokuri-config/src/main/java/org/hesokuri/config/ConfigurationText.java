package org.hesokuri.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import us.bpsm.edn.parser.Parseable;

/**
 * The text of a configuration file, read as data: nothing in it is evaluated, and a hostile text
 * costs no more than its size.
 */
public final class ConfigurationText {

  /** The largest accepted file in bytes: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private ConfigurationText() {}

  /**
   * Reads a whole file's bytes.
   *
   * @return what they say, or all that is wrong with them
   */
  public static Reading read(byte[] bytes) {
    Problems problems = new Problems();
    Problems warnings = new Problems();
    Optional<ConfigurationFile> file =
        decode(bytes, problems)
            .flatMap(text -> FormReader.read(text, problems))
            .map(form -> new FileCheck(problems, warnings).check(form));
    if (file.isPresent() && problems.isEmpty()) {
      return new Reading.Valid(file.get(), warnings.inOrder());
    }
    return new Reading.Invalid(problems.inOrder());
  }

  /**
   * Reads a file, no more than {@value #MAX_BYTES} bytes and one of it.
   *
   * @return what it says, or all that is wrong with it, or that it cannot be read
   */
  public static Reading readFile(Path file) {
    return FileContent.read(file).reading();
  }

  private static Optional<String> decode(byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.add(Position.START, () -> "the file is larger than 1 MiB; is it the right one?");
      return Optional.empty();
    }
    CharsetDecoder strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // UTF-8 never has fewer bytes than UTF-16 has characters, so there is always room.
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = strict.decode(in, out, true);
    String text = withoutMark(out.flip().toString());
    if (result.isError()) {
      problems.add(
          endOf(text),
          () ->
              String.format(
                  "the byte 0x%02x is not UTF-8; save the file as UTF-8", bytes[in.position()]));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static Position endOf(String text) {
    PlacedText placed = new PlacedText(text);
    while (placed.peek() != Parseable.END_OF_INPUT) {
      placed.read();
    }
    return placed.position();
  }
}
