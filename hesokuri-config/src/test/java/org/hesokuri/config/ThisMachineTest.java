package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.junit.jupiter.api.Test;

class ThisMachineTest {

  private static Identities file(String... names) {
    return Identities.of(Stream.of(names).map(PeerId::new).toList());
  }

  private static ThisMachine machine(List<String> addresses, String... hostNames) {
    return new ThisMachine(
        Optional.empty(), ImmutableList.copyOf(addresses), ImmutableList.copyOf(hostNames));
  }

  private static ThisMachine stating(String identity) {
    return new ThisMachine(
        Optional.of(identity), ImmutableList.of("10.0.0.1"), ImmutableList.of("laptop"));
  }

  private static String known(Identification identification) {
    return identification.fold(known -> known.self().name(), unknown -> unknown.message());
  }

  @Test
  void isWhatTheUserStates() {
    assertThat(known(stating("server").among(file("laptop", "10.0.0.1", "server"))))
        .isEqualTo("server");
  }

  @Test
  void tellsBothSidesOfAStatementThatTheFileDoesNotKnow() {
    assertThat(known(stating("sever").among(file("laptop", "server"))))
        .isEqualTo(
            "$HESOHOST says that this machine is \"sever\", but the configuration names only"
                + " \"laptop\", \"server\"; set $HESOHOST to one of these, or add this machine to"
                + " a :host-to-path");
  }

  @Test
  void isTheFirstOfItsAddressesThatTheFileNames() {
    ThisMachine machine = machine(List.of("fe80::1%eth0", "10.0.0.9", "10.0.0.1"), "laptop");

    assertThat(known(machine.among(file("10.0.0.1", "10.0.0.9", "laptop")))).isEqualTo("10.0.0.9");
  }

  @Test
  void isItsHostNameIfNoAddressIsNamed() {
    ThisMachine machine = machine(List.of("10.0.0.1"), "laptop.home.example", "lappy");

    assertThat(known(machine.among(file("10.0.0.10", "laptop.home.example", "laptop"))))
        .isEqualTo("laptop.home.example");
    assertThat(known(machine.among(file("laptop", "other")))).isEqualTo("laptop");
    assertThat(known(machine.among(file("lappy", "other")))).isEqualTo("lappy");
  }

  @Test
  void isSpelledAsInTheFile() {
    assertThat(known(machine(List.of(), "LAPTOP.local").among(file("LapTop")))).isEqualTo("LapTop");
    assertThat(known(stating("SERVER").among(file("Server")))).isEqualTo("Server");
  }

  @Test
  void isNotAnotherMachineOfASimilarName() {
    ThisMachine machine = machine(List.of("10.0.0.1"), "laptop", "192.168.0.2");

    assertThat(machine.among(file("laptop.example", "10.0.0.11", "192", "top")))
        .isInstanceOf(Identification.Unknown.class);
  }

  @Test
  void tellsBothSidesIfTheFileDoesNotKnowIt() {
    assertThat(known(machine(List.of("10.0.0.1"), "laptop.local").among(file("a", "b"))))
        .isEqualTo(
            "this machine is called \"laptop.local\", \"laptop\" and has the addresses"
                + " \"10.0.0.1\", but the configuration names only \"a\", \"b\"; add this machine"
                + " to a :host-to-path, or set $HESOHOST to the identity that it is there");
    assertThat(known(machine(List.of()).among(file())))
        .contains("called (nothing) and has the addresses (nothing)")
        .contains("names only (nothing)");
  }

  @Test
  void doesNotListAThousandNames() {
    String[] names = IntStream.range(0, 1000).mapToObj(i -> "host-" + i).toArray(String[]::new);

    assertThat(known(machine(List.of()).among(file(names))))
        .contains(" and 980 more")
        .hasSizeLessThan(600);
  }

  @Test
  void isCalledInANewConfigurationAsOthersAreLikelyToReachIt() {
    assertThat(stating("work").ownName()).isEqualTo("work");
    assertThat(machine(List.of("10.0.0.1"), "desk1.home.arpa").ownName()).isEqualTo("desk1");
    assertThat(machine(List.of("10.0.0.1"), "desk").ownName()).isEqualTo("desk");
    assertThat(machine(List.of("10.0.0.1")).ownName()).isEqualTo("10.0.0.1");
  }
}
