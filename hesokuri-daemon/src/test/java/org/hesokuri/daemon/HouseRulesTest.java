package org.hesokuri.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for the whole house: who knows whom. */
final class HouseRulesTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Once packaged, the tests of a module are a jar among the others.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.hesokuri");

  private static final Set<String> MODULES = Set.of("core", "git", "config", "web", "daemon");

  /** A pattern such as {@code org.hesokuri.(*).(*)..} would leave out each module's own package. */
  private static final SliceAssignment BY_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  @Test
  void looksAtTheWholeHouse() {
    assertThat(HOUSE.size()).isGreaterThan(200);
    for (String module : MODULES) {
      assertThat(HOUSE)
          .as(module)
          .anyMatch(c -> c.getPackageName().startsWith("org.hesokuri." + module));
    }
  }

  @ParameterizedTest
  @CsvSource({"git", "config", "web"})
  void knowsOnlyCoreBesideItself(String module) {
    noClasses()
        .that()
        .resideInAPackage("org.hesokuri." + module + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "belong to another module than core",
                (JavaClass c) ->
                    c.getPackageName().startsWith("org.hesokuri.")
                        && !c.getPackageName().startsWith("org.hesokuri.core")
                        && !c.getPackageName().startsWith("org.hesokuri." + module)))
        .check(HOUSE);
  }

  @ParameterizedTest
  @CsvSource({
    "org.eclipse.jgit.., git",
    "org.apache.sshd.., git",
    "us.bpsm.edn.., config",
    "io.javalin.., web",
    "org.eclipse.jetty.., web",
    "gg.jte.., web",
    "io.micrometer.., web",
    "picocli.., daemon",
    "ch.qos.logback.., daemon"
  })
  void keepsEachLibraryInTheModuleOfItsSubject(String library, String module) {
    noClasses()
        .that()
        // The demo stands in for whole machines: their users' git and their ssh servers, too.
        .resideOutsideOfPackages("org.hesokuri." + module + "..", "org.hesokuri.daemon.demo..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(HOUSE);
  }

  @ParameterizedTest
  @CsvSource({
    "org.hesokuri.git.JGitBackend, org.hesokuri.git",
    "org.hesokuri.config.ConfigurationFile, org.hesokuri.config",
    "org.hesokuri.web.WebServer, org.hesokuri.web"
  })
  void exportsWhatIsMeantForOthersAndNothingElse(Class<?> inside, String exported)
      throws Exception {
    Path code = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<ModuleReference> here = ModuleFinder.of(code).findAll();
    assertThat(here).hasSize(1);
    assertThat(here.iterator().next().descriptor().exports())
        .allMatch(each -> !each.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly(exported);
  }

  @Test
  void hasNoCyclesBetweenPackages() {
    slices().assignedFrom(BY_PACKAGE).should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void printsOnlyWhereTheCommandLineIs() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        HOUSE.that(
            DescribedPredicate.describe(
                "are not the command line",
                c -> !c.getPackageName().equals("org.hesokuri.daemon"))));
  }

  @Test
  void marksEveryPackageForNullness() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass each : HOUSE) {
      if (!each.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(each.getPackageName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void namesNothingAfterItsPatternInsteadOfItsSubject() {
    assertThat(HOUSE)
        .extracting(JavaClass::getSimpleName)
        .noneMatch(name -> name.matches(".*(Utils?|Helper|Manager|Impl)"));
  }
}
