package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;

/**
 * What a machine is called.
 *
 * @param stated the identity that {@code $HESOHOST} states; empty if it states none
 * @param addresses the addresses of its network interfaces, in the order in which they count
 * @param hostNames its host names, in the order in which they count; each is also tried without
 *     what follows its first dot
 */
public record ThisMachine(
    Optional<String> stated, ImmutableList<String> addresses, ImmutableList<String> hostNames) {

  private static final int MAX_LISTED = 20;

  /**
   * Finds the machine among the identities of a file: what {@code $HESOHOST} states; else the first
   * address that is there; else the first host name, full or short. Case does not count, since it
   * counts neither in host names nor between identities.
   */
  public Identification among(Identities identities) {
    ImmutableSortedSet<PeerId> named = identities.peers();
    if (stated.isPresent()) {
      return find(named, List.of(stated.get())).orElseGet(() -> statedButUnknown(named));
    }
    return find(named, addresses)
        .or(() -> find(named, fullAndShort(hostNames)))
        .orElseGet(() -> unknown(named));
  }

  /** By what others are likely to reach it: what is stated, or a short host name, or an address. */
  String ownName() {
    return stated
        .or(() -> hostNames.stream().findFirst().map(name -> shortOf(name).orElse(name)))
        .or(() -> addresses.stream().findFirst())
        .orElse("localhost");
  }

  /** The same machine with more host names, which count after the ones it has. */
  ThisMachine alsoCalled(Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(hostNames);
    all.addAll(names);
    return new ThisMachine(stated, addresses, ImmutableList.copyOf(all));
  }

  private static Optional<Identification> find(
      ImmutableSortedSet<PeerId> named, Collection<String> candidates) {
    for (String candidate : candidates) {
      for (PeerId peer : named) {
        if (peer.name().equalsIgnoreCase(candidate)) {
          return Optional.of(new Identification.Known(peer));
        }
      }
    }
    return Optional.empty();
  }

  private static Set<String> fullAndShort(List<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    for (String name : names) {
      shortOf(name).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<String> shortOf(String name) {
    int dot = name.indexOf('.');
    boolean isAddress = name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    return dot > 0 && !isAddress ? Optional.of(name.substring(0, dot)) : Optional.empty();
  }

  private Identification statedButUnknown(ImmutableSortedSet<PeerId> named) {
    return new Identification.Unknown(
        "$HESOHOST says that this machine is "
            + Quoted.of(stated.orElse(""))
            + ", but the configuration names only "
            + list(named.stream().map(PeerId::name).toList())
            + "; set $HESOHOST to one of these, or add this machine to a :host-to-path");
  }

  private Identification unknown(ImmutableSortedSet<PeerId> named) {
    return new Identification.Unknown(
        "this machine is called "
            + list(fullAndShort(hostNames))
            + " and has the addresses "
            + list(addresses)
            + ", but the configuration names only "
            + list(named.stream().map(PeerId::name).toList())
            + "; add this machine to a :host-to-path, or set $HESOHOST to the identity that it is"
            + " there");
  }

  private static String list(Collection<String> names) {
    if (names.isEmpty()) {
      return "(nothing)";
    }
    String listed =
        names.stream().limit(MAX_LISTED).map(Quoted::of).collect(Collectors.joining(", "));
    int more = names.size() - MAX_LISTED;
    return more > 0 ? listed + " and " + more + " more" : listed;
  }
}
