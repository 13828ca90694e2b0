package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.git.testing.Ports;
import org.hesokuri.git.testing.TestGit;
import org.hesokuri.web.TestCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page of a daemon that other machines may reach: only with what it needs to be safe. */
final class RemotePageEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String PASSWORD = "a horse, a battery";

  @RegisterExtension final Network network = Network.of(ALPHA).sources("source");

  @TempDir Path folder;

  private final int port = Ports.reserve();
  private Host alpha;

  @BeforeEach
  void meetTheMachine() {
    alpha = network.host(ALPHA);
  }

  @Test
  void asksForEverythingThatItNeedsBeforeItOpens() throws Exception {
    alpha.with("HESOBIND", ALPHA);
    assertThat(refusal(2)).contains("$HESOBIND", "no address with a port", "192.168.1.5:8443");
    alpha.with("HESOBIND", ALPHA + ":" + port);
    assertThat(refusal(2)).contains("needs a certificate", "$HESOTLS_KEY", "none");
    alpha.with("HESOTLS_CERTIFICATE", "/no/such/file").with("HESOTLS_KEY", "/no/such/file");
    assertThat(refusal(2)).contains("\"/no/such/file\", where no file is");
    TestCertificate certificate = encrypted();
    assertThat(refusal(1)).contains("needs a password", "hesokuri password");
    assertThat(setPassword("short")).isEqualTo(1);
    assertThat(said()).contains("at least 12 characters").doesNotContain("short");
    assertThat(setPassword(PASSWORD)).isZero();
    alpha.with("HESOTLS_KEY", certificate.certificateFile().toString());
    assertThat(refusal(1)).contains("BEGIN PRIVATE KEY");
    encrypted();
    alpha.with("HESOBIND", "192.0.2.1:" + port);
    assertThat(refusal(1)).contains("192.0.2.1 is no address of this machine now");
    alpha.with("HESOBIND", "").with("HESONAMES", "nas.example");
    assertThat(refusal(2)).contains("$HESONAMES says nothing without $HESOBIND");
  }

  @Test
  void servesThoseWhoKnowThePasswordEncrypted() throws Exception {
    assertThat(setPassword(PASSWORD)).isZero();
    TestCertificate certificate = encrypted();
    alpha.with("HESOBIND", "0.0.0.0:" + port);
    alpha.start();
    String page = "https://127.0.0.1:" + port;
    String trust = certificate.certificateFile().toString();

    assertThat(curl("--cacert", trust, page + "/readyz")).startsWith("401");
    assertThat(curl("--cacert", trust, "-u", "me:wrong", page + "/readyz")).startsWith("401");
    assertThat(curl("--cacert", trust, "-u", "me:" + PASSWORD, page + "/readyz"))
        .isEqualTo("200 ready\n");
    assertThat(curl("-H", "Host: evil.example", "-k", "-u", "me:" + PASSWORD, page))
        .startsWith("421");
    assertThat(curl("http://localhost:" + alpha.port() + "/readyz")).isEqualTo("200 ready\n");

    String hash = Files.readString(state().resolve("password")).strip();
    assertThat(hash).startsWith("$2");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(state().resolve("password"))))
        .isEqualTo("rw-------");
    assertThat(alpha.logText()).contains("a login to the web page from 127.0.0.1 failed");
    assertThat(alpha.logText() + alpha.dump()).doesNotContain(hash, PASSWORD, "me:");
    alpha.stop();
  }

  private TestCertificate encrypted() throws Exception {
    TestCertificate certificate =
        TestCertificate.make(Files.createTempDirectory(folder, "certificate"), "EC");
    alpha.with("HESOTLS_CERTIFICATE", certificate.certificateFile().toString());
    alpha.with("HESOTLS_KEY", certificate.keyFile().toString());
    return certificate;
  }

  private String refusal(int code) {
    long mark = alpha.mark();
    assertThat(alpha.launch().awaitEnd()).as(alpha.logText()).isEqualTo(code);
    return alpha.logSince(mark);
  }

  private int setPassword(String password) throws IOException {
    Files.deleteIfExists(log());
    try (DaemonProcess process =
        DaemonProcess.fed(
            password + "\n",
            TestGit.environment(alpha.home()),
            List.of(),
            log(),
            "password",
            "--stdin")) {
      return process.awaitEnd();
    }
  }

  private Path log() {
    return folder.resolve("password.log");
  }

  private String said() throws IOException {
    return Files.readString(log());
  }

  private Path state() {
    return alpha.home().resolve(".local/state/hesokuri");
  }

  private static String curl(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("curl", "-s", "--max-time", "20", "-w", "%{stderr}%{http_code} "));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String body = new String(process.getInputStream().readAllBytes());
    String code = new String(process.getErrorStream().readAllBytes());
    process.waitFor();
    return code + body;
  }
}
