package org.hesokuri.daemon.repository;

import com.google.common.base.Throwables;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.daemon.ask.ShellWord;

/** The command that mends what keeps this machine from meeting a peer. */
final class PeerMend {

  private PeerMend() {}

  /** The command; empty if what is wrong has none, or the machine has to be asked for it. */
  static Optional<String> of(PeerFailure failure, PeerId peer) {
    String name = ShellWord.of(peer.name());
    return switch (failure.kind()) {
      case UNREACHABLE -> ofUnreachable(failure, name);
      case LOGIN_REFUSED -> Optional.of("ssh-copy-id " + name);
      case HOST_KEY_UNKNOWN, TIMED_OUT -> Optional.of("ssh " + name + " true");
      case HOST_KEY_CHANGED ->
          failure
              .changedKeyOf()
              .map(host -> "ssh-keygen -R " + ShellWord.of(host) + " && ssh " + name + " true");
      case NO_REPOSITORY, BROKEN -> Optional.empty();
    };
  }

  private static Optional<String> ofUnreachable(PeerFailure failure, String name) {
    if (isCausedBy(failure, UnresolvedAddressException.class)
        || isCausedBy(failure, UnknownHostException.class)) {
      // Before all that is there: of several blocks for a host, the first one counts.
      return Optional.of(
          "mkdir -p -m 700 ~/.ssh; { printf 'Host %s\\n  HostName %s\\n\\n' "
              + name
              + " ADDRESS; cat ~/.ssh/config 2>/dev/null; } >~/.ssh/config.new;"
              + " mv ~/.ssh/config.new ~/.ssh/config   # with the address of "
              + name
              + " in place of ADDRESS");
    }
    return isCausedBy(failure, ConnectException.class)
        ? Optional.of(
            "sudo apt-get install -y openssh-server && sudo systemctl enable --now ssh   # on "
                + name)
        : Optional.empty();
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return Throwables.getCausalChain(failure).stream().anyMatch(type::isInstance);
  }
}
