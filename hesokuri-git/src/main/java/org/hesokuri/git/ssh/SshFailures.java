package org.hesokuri.git.ssh;

import com.google.common.base.Throwables;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.PeerFailure.Kind;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;

/**
 * Says what went wrong with a peer: from types, codes and our own verdicts, never from the wording
 * of a message.
 */
final class SshFailures {

  private static final int COMMAND_NOT_FOUND = 127;
  private static final int GIT_DIED = 128;

  private SshFailures() {}

  /** A session that did not come about. */
  static PeerFailure whileConnecting(
      Route route, Throwable failure, Optional<HostKeyVerdict> verdict) {
    if (verdict.filter(said -> said.answer() == HostKeyVerdict.Answer.UNKNOWN).isPresent()) {
      return unknownHostKey(route, verdict.get(), failure);
    }
    if (verdict.filter(said -> said.answer() == HostKeyVerdict.Answer.CHANGED).isPresent()) {
      return changedHostKey(route, verdict.get(), failure);
    }
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return failure(
          Kind.UNREACHABLE,
          "the name of "
              + route.shown()
              + " does not resolve to an address; is it spelled right,"
              + " here or as HostName in ~/.ssh/config?",
          failure);
    }
    if (has(failure, ConnectException.class)) {
      return failure(
          Kind.UNREACHABLE,
          route.shown() + " refused the connection; is its ssh server running?",
          failure);
    }
    if (has(failure, NoRouteToHostException.class)) {
      return failure(
          Kind.UNREACHABLE, "no route leads to " + route.shown() + "; is it switched on?", failure);
    }
    if (has(failure, TimeoutException.class)) {
      return failure(
          Kind.UNREACHABLE,
          route.shown() + " did not answer; is it switched on and on the network?",
          failure);
    }
    if (loginWasRefused(failure, verdict)) {
      return failure(
          Kind.LOGIN_REFUSED,
          route.shown()
              + " accepts none of your keys; check that `ssh "
              + route.peer()
              + " true` works without asking for anything (a key with a passphrase needs an agent)",
          failure);
    }
    if (verdict.isEmpty() && !saidWhyItDisconnects(failure)) {
      return failure(
          Kind.UNREACHABLE,
          route.shown() + " hung up before it said anything; is its ssh server overloaded?",
          failure);
    }
    return failure(
        Kind.BROKEN,
        "no ssh connection to "
            + route.shown()
            + " came about: "
            + Quoted.plain(lastWord(failure))
            + "; try `ssh "
            + route.peer()
            + "` by hand",
        failure);
  }

  private static boolean saidWhyItDisconnects(Throwable failure) {
    return disconnectCodes(failure).anyMatch(code -> code > 0);
  }

  private static IntStream disconnectCodes(Throwable failure) {
    return Throwables.getCausalChain(failure).stream()
        .filter(SshException.class::isInstance)
        .mapToInt(said -> ((SshException) said).getDisconnectCode());
  }

  private static boolean loginWasRefused(Throwable failure, Optional<HostKeyVerdict> verdict) {
    return disconnectCodes(failure)
        .anyMatch(
            code ->
                code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                    // OpenSSH says "too many authentication failures" with this code; before the
                    // key exchange is done it would mean something else.
                    || (verdict.isPresent()
                        && code == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR));
  }

  private static PeerFailure unknownHostKey(
      Route route, HostKeyVerdict verdict, Throwable failure) {
    return failure(
        Kind.HOST_KEY_UNKNOWN,
        "the key of "
            + keyHolder(route, verdict)
            + " is not in ~/.ssh/known_hosts; run `ssh "
            + route.peer()
            + "` once by hand and accept "
            + verdict.fingerprint()
            + " if that is right",
        failure);
  }

  private static PeerFailure changedHostKey(
      Route route, HostKeyVerdict verdict, Throwable failure) {
    return PeerFailure.ofChangedKey(
        "the key of "
            + keyHolder(route, verdict)
            + " is not the one in ~/.ssh/known_hosts, so somebody may be listening in; if it was"
            + " reinstalled, run `ssh-keygen -R '"
            + Quoted.plain(verdict.host())
            + "'`, then `ssh "
            + route.peer()
            + "` once by hand, and accept "
            + verdict.fingerprint()
            + " if that is right",
        verdict.host(),
        failure);
  }

  /** Whose key it is: the peer's, or that of a jump host on the way to it. */
  private static String keyHolder(Route route, HostKeyVerdict verdict) {
    boolean own =
        verdict.host().equals(route.host())
            || verdict.host().equals(route.connectAddress())
            || route.hostKeyAlias().filter(verdict.host()::equals).isPresent();
    return own
        ? route.shown()
        : Quoted.plain(verdict.host()) + ", on the way to " + route.peer() + ",";
  }

  /** A peer that was met but let a limit pass. */
  static PeerFailure tooSlow(Route route, String what, Duration limit) {
    return new PeerFailure(
        Kind.TIMED_OUT,
        route.shown()
            + " was met but "
            + what
            + " within "
            + shown(limit)
            + "; it may be overloaded or asleep");
  }

  /** A session on which too much runs already. */
  static PeerFailure tooBusy(Route route, Duration limit) {
    return new PeerFailure(
        Kind.BROKEN,
        "every connection to "
            + route.shown()
            + " was busy for "
            + shown(limit)
            + "; it is tried again later");
  }

  /** A push that was cut before the peer had answered. */
  static PeerFailure cut(Route route, Throwable failure) {
    return failure(
        Kind.BROKEN,
        "the connection to "
            + route.shown()
            + " broke during a push, so what it did is not known; it is asked again",
        failure);
  }

  /** A command on the peer that ended, or broke off, before it said what the peer holds. */
  static PeerFailure beforeAdvertisement(
      Route route, RepoPath path, OptionalInt exitStatus, String errors, Throwable failure) {
    String said = errors.isEmpty() ? "" : ": " + Quoted.plain(errors);
    String where = Quoted.of(path.text()) + " on " + route.shown();
    if (exitStatus.isPresent() && exitStatus.getAsInt() == COMMAND_NOT_FOUND) {
      return failure(
          Kind.NO_REPOSITORY,
          route.shown() + " has no git-receive-pack" + said + "; install git there",
          failure);
    }
    if (exitStatus.isPresent() && exitStatus.getAsInt() == GIT_DIED) {
      return failure(
          Kind.NO_REPOSITORY,
          "git cannot open a repository at " + where + said + "; create it, or mend its path",
          failure);
    }
    return failure(
        Kind.BROKEN,
        "the repository at "
            + where
            + " did not say what it holds"
            + (said.isEmpty() ? ": " + Quoted.plain(String.valueOf(failure.getMessage())) : said)
            + "; try `ssh "
            + route.peer()
            + " true` by hand, which must print nothing",
        failure);
  }

  private static PeerFailure failure(Kind kind, String message, Throwable cause) {
    return new PeerFailure(kind, message, cause);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return Throwables.getCausalChain(failure).stream().anyMatch(type::isInstance);
  }

  private static String lastWord(Throwable failure) {
    Throwable root = Throwables.getRootCause(failure);
    return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
  }

  private static String shown(Duration limit) {
    return limit.toSeconds() > 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
