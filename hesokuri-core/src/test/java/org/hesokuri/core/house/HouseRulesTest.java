package org.hesokuri.core.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hesokuri.core.engine.Hesokuri;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the house of core: whom it knows, and what it never does by itself. */
final class HouseRulesTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.hesokuri.core");

  /** The only class that makes threads and reads clocks: embedders may replace it. */
  private static final String AMBIENT = "org.hesokuri.core.engine.DefaultScheduling";

  private static final ArchRule NOTHING_AMBIENT =
      noClasses()
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe(
                  "is the clock, a thread, chance or the surroundings of the process",
                  HouseRulesTest::isAmbient))
          .orShould()
          .beAssignableTo(Thread.class);

  private static final Set<String> CLOCK_SOURCES =
      Set.of("tickMillis", "tickSeconds", "tickMinutes");

  private static final Set<String> HARMLESS_IN_SYSTEM =
      Set.of("arraycopy", "identityHashCode", "lineSeparator");

  private static final Set<String> HARMLESS_IN_THREAD = Set.of("currentThread", "interrupt");

  /** Makes threads, throws dice or starts programs, whatever is asked of it. */
  private static final Pattern ALWAYS_AMBIENT =
      Pattern.compile(
          "java\\.util\\.(Date|GregorianCalendar|Calendar|Random|SplittableRandom|UUID|Timer)"
              + "|java\\.util\\.concurrent\\.(Executors|ForkJoinPool|ThreadPoolExecutor"
              + "|ScheduledThreadPoolExecutor|CompletableFuture|ThreadLocalRandom)"
              + "|java\\.lang\\.(Runtime|ProcessBuilder|ProcessHandle)");

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

  /** Everything that core hands around is a value; views by Sets and Iterables are passing. */
  @Test
  void takesOnlyImmutableCollectionsFromGuava() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are Guava's, but neither immutable nor views",
                (JavaClass c) ->
                    c.getPackageName().equals("com.google.common.collect")
                        && !c.getName().matches(".*\\.(Immutable|Sets|Iterables).*")))
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
    NOTHING_AMBIENT.check(
        CORE.that(
            DescribedPredicate.describe(
                "are not " + AMBIENT, c -> !c.getName().startsWith(AMBIENT))));
  }

  /** Otherwise the rule could have rotted into one that lets everything pass. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        Planted.ReadsTheClock.class,
        Planted.NamesTheClock.class,
        Planted.TakesTheSystemsClock.class,
        Planted.MakesAThread.class,
        Planted.IsAThread.class,
        Planted.SleepsALittle.class,
        Planted.WorksOnTheCommonPool.class,
        Planted.TakesThreadsFromAFactory.class,
        Planted.ReadsTheEnvironment.class,
        Planted.EndsTheProcess.class,
        Planted.ThrowsDice.class,
        Planted.StartsAProgram.class,
        Planted.Prints.class
      })
  void wouldSeeWhatIsTakenFromTheSurroundings(Class<?> planted) {
    JavaClasses alone = new ClassFileImporter().importClasses(planted);
    assertThat(NOTHING_AMBIENT.evaluate(alone).hasViolation()).isTrue();
  }

  private static boolean isAmbient(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    if (owner.startsWith("java.time.")) {
      return name.equals("now") || name.startsWith("system") || CLOCK_SOURCES.contains(name);
    }
    return switch (owner) {
      case "java.lang.System" -> !HARMLESS_IN_SYSTEM.contains(name);
      case "java.lang.Thread" -> !HARMLESS_IN_THREAD.contains(name);
      case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
      case "java.lang.Throwable" -> name.equals("printStackTrace");
      default -> ALWAYS_AMBIENT.matcher(owner).matches();
    };
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
