package org.hesokuri.git.ssh;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.jspecify.annotations.Nullable;

/**
 * The user's ssh configuration, with the ciphers first that this JVM is quick with, unless the user
 * chose some. MINA's own first choice, chacha20-poly1305, is not done by the processor's own
 * instructions on JDK 17: 360 MB/s on one core of two, where AES-GCM is 2,900 MB/s.
 */
record QuickCiphers(SshConfigStore configuration) implements SshConfigStore {

  /** The caret puts them before all others, which stay. */
  private static final String FIRST = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com";

  @Override
  public HostConfig lookup(String host, int port, String user) {
    return new Preferring(configuration.lookup(host, port, user));
  }

  @Override
  public HostConfig lookupDefault(String host, int port, String user) {
    return new Preferring(configuration.lookupDefault(host, port, user));
  }

  private record Preferring(HostConfig chosen) implements HostConfig {

    @Override
    public @Nullable String getValue(String key) {
      String value = chosen.getValue(key);
      return value == null && key.equalsIgnoreCase(SshConstants.CIPHERS) ? FIRST : value;
    }

    @Override
    public List<String> getValues(String key) {
      return chosen.getValues(key);
    }

    @Override
    public Map<String, String> getOptions() {
      Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      options.putAll(chosen.getOptions());
      options.putIfAbsent(SshConstants.CIPHERS, FIRST);
      return options;
    }

    @Override
    public Map<String, List<String>> getMultiValuedOptions() {
      return chosen.getMultiValuedOptions();
    }
  }
}
