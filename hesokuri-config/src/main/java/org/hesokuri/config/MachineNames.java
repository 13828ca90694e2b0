package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.Quoted;

/**
 * Asks the operating system what this machine is called.
 *
 * <p>What the system knows by itself comes first. A name server is asked only if that does not
 * answer the question, and only for a bounded time: a laptop without network must start too.
 */
public final class MachineNames {

  /** The variable that states the identity. */
  public static final String IDENTITY_VARIABLE = "HESOHOST";

  private static final Duration NAME_SERVER_LIMIT = Duration.ofSeconds(2);
  private static final int MAX_BYTES = 1 << 20;

  private final Map<String, String> environment;
  private final Path root;

  /** Asks this machine, with the given environment variables. */
  public MachineNames(Map<String, String> environment) {
    this(environment, Path.of("/"));
  }

  MachineNames(Map<String, String> environment, Path root) {
    this.environment = Map.copyOf(environment);
    this.root = root;
  }

  /**
   * Finds this machine among the identities of a file. Asks anew on each call, since addresses come
   * and go; blocks for at most about two seconds.
   */
  public Identification among(Identities identities) {
    try {
      ThisMachine known = known();
      return known
          .among(identities)
          .fold(
              found -> found,
              unknown ->
                  known.stated().isPresent()
                      ? unknown
                      : known.alsoCalled(askNameServer()).among(identities));
    } catch (UncheckedIOException e) {
      return new Identification.Unknown(
          e.getMessage()
              + ", since "
              + Quoted.plain(String.valueOf(e.getMessage()))
              + "; set $HESOHOST to this machine's identity");
    }
  }

  /**
   * What this machine may be called in a new configuration: what {@code $HESOHOST} states, else its
   * host name without what follows the first dot, else an address.
   */
  public String ownName() {
    return known().ownName();
  }

  /** What the system knows by itself; never waits for a network. */
  ThisMachine known() {
    Optional<String> stated =
        Optional.ofNullable(environment.get(IDENTITY_VARIABLE)).filter(name -> !name.isEmpty());
    return new ThisMachine(stated, addresses(), hostNames());
  }

  private static ImmutableList<String> addresses() {
    try {
      // Every machine has the loopback addresses, so any other tells more.
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .sorted(Comparator.comparing(InetAddress::isLoopbackAddress))
          .map(InetAddress::getHostAddress)
          .distinct()
          .collect(ImmutableList.toImmutableList());
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot list the addresses of this machine", e);
    }
  }

  private ImmutableList<String> hostNames() {
    Set<String> names = new LinkedHashSet<>();
    firstWord("proc/sys/kernel/hostname").ifPresent(names::add);
    firstWord("etc/hostname").ifPresent(names::add);
    Optional.ofNullable(environment.get("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .ifPresent(names::add);
    names.addAll(namesakes(names));
    return ImmutableList.copyOf(names);
  }

  /** What {@code /etc/hosts} calls a machine of one of these names: its full name, mostly. */
  private List<String> namesakes(Set<String> names) {
    List<String> found = new ArrayList<>();
    for (String line : lines("etc/hosts")) {
      List<String> words = Arrays.asList(line.replaceFirst("#.*", "").strip().split("\\s+"));
      List<String> called = words.subList(1, words.size());
      boolean isLocalhost = called.stream().anyMatch(name -> name.startsWith("localhost"));
      if (!isLocalhost && called.stream().anyMatch(names::contains)) {
        found.addAll(called);
      }
    }
    return found;
  }

  private Optional<String> firstWord(String file) {
    return lines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst();
  }

  private List<String> lines(String file) {
    Path path = root.resolve(file);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      // Not every system has each of these files; whoever lacks one is called by the others.
      return List.of();
    }
    try (InputStream in = Files.newInputStream(path)) {
      // As ISO 8859-1 every byte is a character: a host name that is no ASCII just matches nothing.
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static List<String> askNameServer() {
    FutureTask<List<String>> answer =
        new FutureTask<>(
            () -> {
              InetAddress local = InetAddress.getLocalHost();
              return List.of(local.getHostName(), local.getCanonicalHostName());
            });
    // Not interrupted when time is up: a look-up cannot be. As a daemon it holds nothing back.
    Thread thread = new Thread(answer, "hesokuri-host-name");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(NAME_SERVER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        return List.of();
      }
      throw new IllegalStateException("cannot ask for the name of this machine", e.getCause());
    }
  }
}
