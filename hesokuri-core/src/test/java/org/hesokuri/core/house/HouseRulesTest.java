package org.hesokuri.core.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.hesokuri.core.engine.Hesokuri;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds for the house of core: whom it knows, and what it never does by itself. */
final class HouseRulesTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.hesokuri.core");

  /** The only class that makes threads and reads clocks: embedders may replace it. */
  private static final String AMBIENT = "org.hesokuri.core.engine.DefaultScheduling";

  @Test
  void looksAtTheWholeOfCore() {
    assertThat(CORE.size()).isGreaterThan(80);
    assertThat(CORE.contain(AMBIENT)).isTrue();
  }

  @Test
  void knowsOnlyTheJdkGuavasCollectionsSlf4jAndJspecify() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.hesokuri.core..",
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.io",
            "com.google.common.collect",
            "org.slf4j",
            "org.jspecify.annotations")
        .check(CORE);
  }

  @Test
  void touchesNoFilesAndNoNetwork() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "do IO",
                (JavaClass c) ->
                    c.getPackageName().equals("java.io")
                        && !c.getName().equals("java.io.UncheckedIOException")
                        && !c.getName().equals("java.io.IOException")
                        && !c.getName().equals("java.io.Serializable")))
        .check(CORE);
  }

  @Test
  void takesThreadsAndTimeOnlyFromWhoeverPassesThemIn() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(AMBIENT)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "reads a clock or the environment", HouseRulesTest::isAmbient))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.concurrent\\.(Executors|ThreadPoolExecutor|.*Timer)")
        .orShould()
        .callConstructor(Thread.class, Runnable.class, String.class)
        .check(
            CORE.that(
                DescribedPredicate.describe(
                    "is not " + AMBIENT, c -> !c.getName().startsWith(AMBIENT))));
  }

  private static boolean isAmbient(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String name = call.getName();
    boolean clock =
        Set.of(Instant.class.getName(), Clock.class.getName(), InstantSource.class.getName())
                .contains(owner)
            && (name.equals("now") || name.startsWith("system"));
    boolean system =
        owner.equals("java.lang.System")
            && !name.equals("arraycopy")
            && !name.equals("identityHashCode");
    return clock
        || system
        || owner.equals("java.lang.Runtime")
        || owner.equals("java.lang.Math") && name.equals("random");
  }

  @Test
  void hasNoCyclesBetweenItsPackages() {
    slices().matching("org.hesokuri.core.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void marksEveryPackageForNullness() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass each : CORE) {
      JavaPackage home = each.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(home.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void namesNothingAfterItsPatternInsteadOfItsSubject() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .check(CORE);
  }

  @Test
  void exportsTheModelThePortTheEngineAndTheStatus() throws Exception {
    Path classes =
        Path.of(Hesokuri.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor descriptor =
        java.lang.module.ModuleFinder.of(classes)
            .find("org.hesokuri.core")
            .orElseThrow()
            .descriptor();
    assertThat(descriptor.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder(
            "org.hesokuri.core.engine",
            "org.hesokuri.core.git",
            "org.hesokuri.core.model",
            "org.hesokuri.core.status");
  }
}
