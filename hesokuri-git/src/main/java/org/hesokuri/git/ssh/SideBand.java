package org.hesokuri.git.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The data that Git sends on band 1 of its side-band; what it says to people on bands 2 and 3 is
 * gathered.
 */
final class SideBand extends InputStream {

  private static final int HEADER = 4;
  private static final int BAND_DATA = 1;
  private static final int MAX_MESSAGES = 64 * 1024;

  private final InputStream in;
  private final StringBuilder messages = new StringBuilder();
  private int left;
  private boolean ended;

  SideBand(InputStream in) {
    this.in = in;
  }

  /** What was said to people so far. */
  String messages() {
    return messages.toString();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (left == 0 && !ended) {
      nextPacket();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(buffer, offset, Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the peer hung up within a packet");
    }
    left -= count;
    return count;
  }

  private void nextPacket() throws IOException {
    int length = readLength();
    if (length == 0) {
      ended = true;
      return;
    }
    int band = in.read();
    int payload = length - HEADER - 1;
    if (band < 0 || payload < 0) {
      throw new IOException("the peer sent a packet that is not Git's");
    }
    if (band == BAND_DATA) {
      left = payload;
      return;
    }
    byte[] said = in.readNBytes(payload);
    if (messages.length() < MAX_MESSAGES) {
      messages.append(new String(said, StandardCharsets.UTF_8));
    }
  }

  private int readLength() throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length < HEADER) {
      throw new EOFException("the peer hung up before it had answered");
    }
    try {
      return Integer.parseInt(new String(header, StandardCharsets.US_ASCII), 16);
    } catch (NumberFormatException e) {
      throw new IOException("the peer sent a packet that is not Git's", e);
    }
  }
}
