package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PeerChannelTest {

  @Test
  void tellsErrorsInOneLine() throws IOException {
    InputStream errors =
        new ByteArrayInputStream("fatal: no\n  such path\n".getBytes(StandardCharsets.UTF_8));
    assertThat(PeerChannel.beginningOf(errors)).isEqualTo("fatal: no; such path");
  }

  /** A daemon that stops while it opens a connection closes the channel under its own hands. */
  @Test
  void tellsNothingOfAChannelThatIsClosed() throws IOException {
    InputStream closed =
        new InputStream() {
          @Override
          public int available() {
            return -1;
          }

          @Override
          public int read() {
            return -1;
          }
        };
    assertThat(PeerChannel.beginningOf(closed)).isEmpty();
  }
}
