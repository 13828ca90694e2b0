package org.hesokuri.git.ssh;

import java.util.Map;

/**
 * Settings of the ssh library that can only be made for the whole process, before its first
 * session. What the user set as a system property stays.
 */
final class SshdDefaults {

  private static final Map<String, String> SETTINGS =
      Map.of(
          // Without it each push waits for acknowledgements that Nagle's algorithm holds back:
          // measured 102 ms instead of 16 to 20.
          "org.apache.sshd.config.tcp-nodelay", "true",
          // A peer that vanished without a word is noticed within a minute.
          "org.apache.sshd.config.heartbeat-interval", "15000",
          "org.apache.sshd.config.heartbeat-no-reply-max", "3");

  private SshdDefaults() {}

  static void set() {
    SETTINGS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
