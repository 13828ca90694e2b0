package org.hesokuri.web;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1, signed by itself and made by the JDK's own keytool. */
public record TestCertificate(Path certificateFile, Path keyFile, X509Certificate certificate) {

  private static final String SECRET = "changeit";

  /** Makes one in a folder of its own. */
  public static TestCertificate make(Path folder, String algorithm) throws Exception {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "test",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=hesokuri",
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    SECRET,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("keytool.log")));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET.toCharArray());
    }
    X509Certificate certificate = (X509Certificate) keys.getCertificate("test");
    Key key = keys.getKey("test", SECRET.toCharArray());
    return new TestCertificate(
        Files.writeString(folder.resolve("cert.pem"), pem("CERTIFICATE", certificate.getEncoded())),
        Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded())),
        certificate);
  }

  private static String pem(String kind, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  /** What a server is given. */
  public Encryption encryption() throws UnusableCertificate {
    return Encryption.with(certificateFile, keyFile);
  }

  /** For clients that trust this one and no other. */
  SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("test", certificate);
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
