package org.hesokuri.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and the certificates that speak for it, the one of the key first.
 *
 * @param chain at least one
 * @param key what belongs to the first of them
 */
record TlsKeys(List<X509Certificate> chain, PrivateKey key) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  TlsKeys {
    chain = List.copyOf(chain);
  }

  /**
   * Reads them.
   *
   * @throws UnusableCertificate if they cannot be read or do not belong together
   */
  static TlsKeys read(TlsFiles files) throws UnusableCertificate {
    List<X509Certificate> chain = chain(files.certificate());
    PublicKey speaksFor = chain.get(0).getPublicKey();
    PrivateKey key = key(files.key(), speaksFor.getAlgorithm());
    if (!belongTogether(speaksFor, key)) {
      throw new UnusableCertificate(
          files.key(), "it is not the key of the certificate in " + files.certificate());
    }
    return new TlsKeys(chain, key);
  }

  private static List<X509Certificate> chain(Path file) throws UnusableCertificate {
    try {
      List<? extends Certificate> chain =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
      if (chain.isEmpty()) {
        throw new UnusableCertificate(file, "there is no certificate in it");
      }
      return chain.stream().map(X509Certificate.class::cast).toList();
    } catch (IOException e) {
      throw new UnusableCertificate(file, "it cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificate(file, "it is no certificate in PEM", e);
    }
  }

  private static PrivateKey key(Path file, String algorithm) throws UnusableCertificate {
    try {
      Matcher text = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (!text.find()) {
        throw new UnusableCertificate(
            file,
            "there is no \"BEGIN PRIVATE KEY\" in it; openssl pkcs8 -topk8 -nocrypt makes one of"
                + " other kinds of key");
      }
      byte[] encoded = Base64.getMimeDecoder().decode(text.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IOException e) {
      throw new UnusableCertificate(file, "it cannot be read", e);
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      // Without its cause: nobody knows what a message about a key holds.
      throw new UnusableCertificate(file, "it is no " + algorithm + " key");
    }
  }

  private static boolean belongTogether(PublicKey speaksFor, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] anything = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(speaksFor);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
