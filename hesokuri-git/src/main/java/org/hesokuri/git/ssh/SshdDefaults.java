package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import org.apache.sshd.common.io.IoServiceFactoryFactory;

/**
 * Settings of the ssh library that can only be made for the whole process, before its first
 * session. What the user set as a system property stays.
 */
final class SshdDefaults {

  /** How often each session shows, and is asked for, a sign of life. */
  static final Duration BEAT = Duration.ofSeconds(15);

  private SshdDefaults() {}

  private static ImmutableMap<String, String> settings() {
    ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
    // Without it each push waits for acknowledgements that Nagle's algorithm holds back: measured
    // 102 ms instead of 16 to 20.
    settings.put("org.apache.sshd.config.tcp-nodelay", "true");
    // A peer that vanished without a word is noticed within a minute.
    settings.put("org.apache.sshd.config.heartbeat-interval", Long.toString(BEAT.toMillis()));
    settings.put("org.apache.sshd.config.heartbeat-no-reply-max", "3");
    if (canBeMadeByName()) {
      settings.put(IoServiceFactoryFactory.class.getName(), SessionIo.class.getName());
    }
    return settings.build();
  }

  /** Whoever puts us on the module path, or loads us apart from the library, has more threads. */
  private static boolean canBeMadeByName() {
    return !SessionIo.class.getModule().isNamed()
        && SessionIo.class.getClassLoader() == IoServiceFactoryFactory.class.getClassLoader();
  }

  static void set() {
    settings()
        .forEach(
            (name, value) -> {
              if (System.getProperty(name) == null) {
                System.setProperty(name, value);
              }
            });
  }
}
