package org.hesokuri.web.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That an answer which is not as described is noticed. */
final class DescriptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Push     | {}",
        "Push     | {\"peer\":\"\"}",
        "Push     | {\"peer\":\"nas\",\"more\":1}",
        "Rescan   | {\"source\":\"0123456789AB\"}",
        "Holding  | {\"is\":\"exactly\"}",
        "Holding  | {\"is\":\"exactly\",\"saidAt\":\"yesterdayZ\"}",
        "Holding  | {\"is\":\"exactly\",\"saidAt\":\"2026-11-23T12:00:00+01:00\"}",
        "Holding  | {\"is\":\"unheard\",\"why\":\"x\"}",
        "Event    | {\"number\":1,\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"peerMet\",\"trouble\":false,\"sentence\":\"x\"}",
        "Event    | {\"number\":1,\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"peerMet\",\"trouble\":false,\"sentence\":\"x\",\"peer\":\"a\",\"copy\":\"c\"}",
        "Reach    | {\"is\":\"met\"}",
        "Peers    | {\"items\":[{\"id\":\"a\"}]}",
        "Problem  | {\"type\":\"about:blank\",\"title\":\"x\",\"status\":200,\"detail\":\"x\"}"
      })
  void isNotMetBy(String schema, String body) throws Exception {
    Description description = Description.read();
    assertThatThrownBy(() -> description.describes(schema, body))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void allowsNoFieldBesideThoseOfAPeerInFull() throws Exception {
    Description description = Description.read();
    String peer =
        "{\"id\":\"a\",\"reach\":{\"is\":\"notTried\"},\"sources\":0,\"lackingBranches\":0,"
            + "\"talks\":{\"underWay\":0,\"waiting\":0,\"bytesSent\":0,\"bytesReceived\":0}";
    description.describes("Peer", peer + ",\"items\":[]}");
    assertThatThrownBy(() -> description.describes("Peer", peer + ",\"items\":[],\"more\":1}"))
        .isInstanceOf(AssertionError.class);
  }
}
