package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
final class EncryptionTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void servesThePageWithTheGivenCertificate(String algorithm) throws Exception {
    TestCertificate ours = TestCertificate.make(folder.resolve("ours"), algorithm);
    try (WebServer server = start(ours.encryption())) {
      String request =
          "GET / HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:"
              + server.remotePorts().get(0)
              + "\r\nAuthorization: Basic "
              + Base64.getEncoder()
                  .encodeToString(("me:" + TestPassword.TEXT).getBytes(StandardCharsets.UTF_8))
              + "\r\n\r\n";
      try (SSLSocket socket = connect(server, ours)) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 200 OK")
            .contains("hesokuri-token");
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      }
    }
  }

  @Test
  void saysNothingInTheClear() throws Exception {
    try (WebServer server = start(TestCertificate.make(folder, "EC").encryption())) {
      Wire wire = new Wire(server.remotePorts().get(0));
      String answer = wire.raw("GET / HTTP/1.1\r\nHost: " + wire.host() + "\r\n\r\n").text();
      assertThat(answer).doesNotContain("HTTP/1.1 200").doesNotContain("hesokuri");
    }
  }

  @Test
  void takesUpARenewedCertificateAndKeepsItsOwnIfThatIsUnusable() throws Exception {
    TestCertificate ours = TestCertificate.make(folder.resolve("ours"), "EC");
    TestCertificate renewed = TestCertificate.make(folder.resolve("renewed"), "RSA");
    Encryption encryption = ours.encryption();
    try (WebServer server = start(encryption)) {
      X509Certificate first = ours.certificate();
      assertThat(served(server, ours)).isEqualTo(first);

      Files.writeString(ours.certificateFile(), "nothing yet");
      later(ours.certificateFile());
      encryption.renew();
      assertThat(served(server, ours)).isEqualTo(first);

      Files.copy(renewed.certificateFile(), replaced(ours.certificateFile()));
      Files.copy(renewed.keyFile(), replaced(ours.keyFile()));
      later(ours.keyFile());
      encryption.renew();
      assertThat(served(server, renewed)).isEqualTo(renewed.certificate());
      assertThatThrownBy(() -> connect(server, TestCertificate.make(folder.resolve("x"), "EC")))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void isNotMadeOfWhatDoesNotBelongTogether() throws Exception {
    TestCertificate one = TestCertificate.make(folder.resolve("one"), "EC");
    TestCertificate other = TestCertificate.make(folder.resolve("other"), "EC");
    TestCertificate third = TestCertificate.make(folder.resolve("third"), "RSA");
    Path missing = folder.resolve("missing");
    assertUnusable(one.certificateFile(), other.keyFile(), "not the key of the certificate");
    assertUnusable(one.certificateFile(), third.keyFile(), "is no EC key");
    assertUnusable(one.keyFile(), one.keyFile(), "no certificate");
    assertUnusable(one.certificateFile(), one.certificateFile(), "BEGIN PRIVATE KEY");
    assertUnusable(missing, one.keyFile(), "cannot be read");
    assertUnusable(one.certificateFile(), missing, "cannot be read");
    Path garbled =
        Files.writeString(
            folder.resolve("garbled"),
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
    assertUnusable(one.certificateFile(), garbled, "is no EC key");
    Path locked =
        Files.writeString(
            folder.resolve("locked"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----");
    assertUnusable(one.certificateFile(), locked, "openssl pkcs8");
  }

  private static void assertUnusable(Path certificate, Path key, String why) {
    assertThatThrownBy(() -> Encryption.with(certificate, key))
        .isInstanceOf(UnusableCertificate.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("c2VjcmV0");
  }

  private static Path replaced(Path file) throws IOException {
    Files.delete(file);
    return file;
  }

  /** Some file systems tell times in whole seconds. */
  private static void later(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 5_000));
  }

  private static X509Certificate served(WebServer server, TestCertificate trusted)
      throws Exception {
    try (SSLSocket socket = connect(server, trusted)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLSocket connect(WebServer server, TestCertificate trusted) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trusted
                .trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.remotePorts().get(0));
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static WebServer start(Encryption encryption) throws PortTaken {
    return WebServer.start(
        new StagedEngine().is(StatusSamples.eventful()),
        WebSettings.onPort(0)
            .withRemoteAccess(
                new RemoteAccess(
                    ImmutableSet.of(new InetSocketAddress("127.0.0.1", 0)),
                    ImmutableSet.of(),
                    TestPassword.HASH,
                    Optional.of(encryption))));
  }
}
