package org.hesokuri.daemon;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/**
 * What the environment says about how the page is reached from other machines.
 *
 * @param addresses where it listens, at least one
 * @param names by which browsers may call it, besides its addresses
 * @param certificate what it is encrypted with; without it, it is not encrypted
 */
record RemoteSettings(
    ImmutableSet<InetSocketAddress> addresses,
    ImmutableSet<String> names,
    Optional<CertificateFiles> certificate) {

  /** A certificate and its key, both in PEM. */
  record CertificateFiles(Path certificate, Path key) {}

  private static final String BIND = "HESOBIND";
  private static final String NAMES = "HESONAMES";
  private static final String CERTIFICATE = "HESOTLS_CERTIFICATE";
  private static final String KEY = "HESOTLS_KEY";

  /** What the certificate is set to where the network itself is encrypted. */
  private static final String NONE = "none";

  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  /**
   * Reads the settings.
   *
   * @return empty if the page is for this machine only
   * @throws CannotStart if one of them is wrong or lacks another
   */
  static Optional<RemoteSettings> of(Map<String, String> environment) throws CannotStart {
    Optional<String> bind = value(environment, BIND);
    if (bind.isEmpty()) {
      for (String idle : List.of(NAMES, CERTIFICATE, KEY)) {
        if (value(environment, idle).isPresent()) {
          throw bad("$" + idle + " says nothing without $" + BIND + "; set both or none");
        }
      }
      return Optional.empty();
    }
    return Optional.of(
        new RemoteSettings(
            addresses(bind.get()), names(environment), certificateFiles(environment)));
  }

  private static ImmutableSet<InetSocketAddress> addresses(String text) throws CannotStart {
    ImmutableSet.Builder<InetSocketAddress> addresses = ImmutableSet.builder();
    for (String each : COMMAS.split(text)) {
      addresses.add(address(each));
    }
    ImmutableSet<InetSocketAddress> all = addresses.build();
    if (all.isEmpty()) {
      throw noAddress(text);
    }
    return all;
  }

  private static InetSocketAddress address(String text) throws CannotStart {
    HostAndPort parsed;
    try {
      parsed = HostAndPort.fromString(text);
    } catch (IllegalArgumentException e) {
      throw noAddress(text);
    }
    if (!parsed.hasPort()
        || parsed.getPort() == 0
        || !InetAddresses.isInetAddress(parsed.getHost())) {
      throw noAddress(text);
    }
    return new InetSocketAddress(InetAddresses.forString(parsed.getHost()), parsed.getPort());
  }

  private static CannotStart noAddress(String text) {
    return bad(
        "$"
            + BIND
            + " has "
            + Quoted.of(text)
            + " in it, which is no address with a port; write it like 192.168.1.5:8443,"
            + " [fd00::5]:8443 or 0.0.0.0:8443, several of them with commas in between");
  }

  private static ImmutableSet<String> names(Map<String, String> environment) throws CannotStart {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (String each : COMMAS.split(value(environment, NAMES).orElse(""))) {
      String name = each.toLowerCase(Locale.ROOT);
      if (!InternetDomainName.isValid(name)) {
        throw bad(
            "$"
                + NAMES
                + " has "
                + Quoted.of(each)
                + " in it, which is no host name; write it like nas.example.org, without a port");
      }
      names.add(name);
    }
    return names.build();
  }

  private static Optional<CertificateFiles> certificateFiles(Map<String, String> environment)
      throws CannotStart {
    Optional<String> certificate = value(environment, CERTIFICATE);
    Optional<String> key = value(environment, KEY);
    if (certificate.equals(Optional.of(NONE)) && key.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw bad(
          "$"
              + BIND
              + " needs a certificate, or the password would cross the network for all to read: set"
              + " $"
              + CERTIFICATE
              + " and $"
              + KEY
              + " to its files; or set $"
              + CERTIFICATE
              + " alone to "
              + NONE
              + ", where the network itself is encrypted, as a VPN is");
    }
    return Optional.of(
        new CertificateFiles(file(CERTIFICATE, certificate.get()), file(KEY, key.get())));
  }

  private static Path file(String variable, String text) throws CannotStart {
    if (text.indexOf('\0') >= 0 || !Files.isReadable(Path.of(text))) {
      throw bad(
          "$"
              + variable
              + " is "
              + Quoted.of(text)
              + ", where no file is that can be read; set it to the absolute path of one");
    }
    return Path.of(text);
  }

  private static CannotStart bad(String message) {
    return CannotStart.badEnvironment(message, new IllegalArgumentException(message));
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
  }
}
