package org.hesokuri.git.ssh;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines as programs print them, each character a byte. Only a line feed ends one: names of files
 * and branches may hold whatever else Java takes for an end.
 */
final class ByteLines {

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  ByteLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next line, without its end; empty after the last one, and for one that has no end. */
  Optional<String> next() throws IOException {
    line.reset();
    for (int read = in.read(); read >= 0; read = in.read()) {
      if (read == '\n') {
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
      }
      line.write(read);
    }
    return Optional.empty();
  }
}
