package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.config.Readings.problems;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One wrong thing a row: where it is told, and with which words. */
class ConfigurationProblemsTest {

  static Stream<Arguments> wrongText() {
    return Stream.of(
        row("", 1, "the file holds no configuration"),
        row("  ; nothing\n", 1, "the file holds no configuration"),
        row("#_ [1]", 7, "the file holds no configuration"),
        row("[", 1, "[ is never closed; add the missing ]"),
        row("[{", 2, "{ is never closed; add the missing }"),
        row("]", 1, "] closes nothing"),
        row("[{]", 3, "] does not close the { of line 1, column 2; expected }"),
        row("[#{)", 4, ") does not close the #{ of line 1, column 2; expected }"),
        row("[#_]", 2, "#_ has no value after it"),
        row("[] #_", 4, "#_ has no value after it"),
        row("[#inst]", 2, "#inst has no value after it"),
        row("[] []", 4, "the configuration ended before this"),
        row("[] x", 4, "the configuration ended before this"),
        row("[\"a]", 2, "no closing quote"),
        row("[\"\\q\"]", 2, "an escape other than"),
        row("[\"\\u12\"]", 2, "an escape other than"),
        row("[:]", 2, ": is no keyword"),
        row("[:a/b/c]", 2, ":a/b/c is no keyword"),
        row("[\\nope]", 2, "is no character"),
        row("[12x]", 2, "12x"),
        row("[1e99999999999M]", 2, "is no number"),
        row("['a']", 2, "a single quote means nothing here"),
        row("[@a]", 2, "cannot be read here"),
        row("[^:m a]", 2, "cannot be read here"),
        row("[#=(shell)]", 2, "nothing in a configuration is evaluated"),
        row("[#\"re\"]", 2, "nothing in a configuration is evaluated"),
        row("[##NaN]", 2, "nothing in a configuration is evaluated"),
        row("[#:a{:b 1}]", 2, "nothing in a configuration is evaluated"),
        row("[#", 2, "nothing in a configuration is evaluated"),
        row("[#my/tag 1]", 2, "the tag #my/tag is not read"),
        row("[#true 1]", 2, "the tag #true is not read"),
        row("[#java.util.Date \"x\"]", 2, "the tag #java.util.Date is not read"),
        row("{:sources [] :comment #inst 7}", 23, "#inst does not take the number 7"),
        row("{:sources [] :comment #inst \"soon\"}", 23, "does not take the string \"soon\""),
        row("{:sources [] :comment #uuid \"1\"}", 23, "#uuid does not take the string \"1\""));
  }

  static Stream<Arguments> wrongShape() {
    return Stream.of(
        row(
            "nil",
            1,
            "expected a vector of sources [...] or a map {:sources [...]}, found the"
                + " value nil"),
        row("42", 1, "found the number 42"),
        row("()", 1, "found a list (...)"),
        row("#{}", 1, "found a set #{...}"),
        row("hello", 1, "found the value hello"),
        row("{}", 1, "this map has no :sources"),
        row("{:comment 1}", 1, "this map has no :sources"),
        row("{:sources {}}", 11, "expected a vector of sources [...] as :sources, found a map"),
        row("{:sources [] :sources []}", 14, "the keyword :sources is the same key again"),
        row("{:sources [] :comment}", 14, "the keyword :comment is a key without a value"),
        row(
            "{:sources [] \"comment\" 1}",
            14,
            "whose keys are :sources, :keep-days and :comment," + " found the string \"comment\""),
        row("{:sources [] :host-to-path {}}", 14, "belongs to a source; put each source into"),
        row("[[]]", 2, "expected a source such as"),
        row("[{}]", 2, "no machine holds this source"),
        row("[{:host-to-path {}}]", 17, "no machine holds this source"),
        row("[{:host-to-path [\"a\" \"/x\"]}]", 17, "expected a map of identities to paths"),
        row("[{:keep-days 7}]", 2, "this source has no :host-to-path"),
        row("[{:host-to-path {\"a\" \"/x\"} \"b\" \"/y\"}]", 28, "expected one of the keywords"),
        row("[{host-1 \"/x\"}]", 3, "expected an identity in quotes, found the value host-1"),
        row("[{1 \"/x\"}]", 3, "expected an identity in quotes, found the number 1"),
        row("[{\"a\" nil}]", 7, "expected a path in quotes, found the value nil"),
        row("[{\"a\" /x}]", 7, "/x cannot be read here"),
        row(
            "{:sources [] :comment #{1 1}}",
            27,
            "the number 1 is the same member again as at line 1, column 25"));
  }

  static Stream<Arguments> wrongValue() {
    return Stream.of(
        row("[{\"\" \"/x\"}]", 3, "the identity \"\" is empty"),
        row("[{\"-x\" \"/x\"}]", 3, "starts with a hyphen"),
        row("[{\"a b\" \"/x\"}]", 3, "contains an invisible character"),
        row("[{\"a_hesokr_b\" \"/x\"}]", 3, "contains _hesokr_"),
        row("[{\"fe80::1\" \"/x\"}]", 3, "ssh host alias"),
        row("[{\"a\" \"x\"}]", 7, "is not absolute"),
        row("[{\"a\" \"~\"}]", 7, "is not absolute"),
        row("[{\"a\" \"/x/../y\"}]", 7, "contains the part .."),
        row("[{\"a\" \"/\"}]", 7, "is a whole disk"),
        row(source(":keep-days 36501"), 39, "from 1 to 36500, found the number 36501"),
        row(source(":keep-days -1"), 39, "found the number -1"),
        row(source(":keep-days 9.0"), 39, "found the value 9.0"),
        row(source(":keep-days 1e999999999M"), 39, "found the value 1E+999999999"),
        row(source(":keep-days 99999999999999999999"), 39, "found the value 99999999999999999999"),
        row(source(":live-edit-branches #{\"m\"}"), 48, "expected {:only #{\"main\"}} or"),
        row(source(":live-edit-branches {}"), 48, "expected exactly one key"),
        row(source(":live-edit-branches {:only #{} :except #{}}"), 48, "found 2 keys"),
        row(source(":live-edit-branches {:all #{}}"), 49, "found the keyword :all"),
        row(source(":live-edit-branches {:only [\"m\"]}"), 55, "expected a set of branch names"),
        row(source(":live-edit-branches {:only #{m}}"), 57, "expected a branch name in quotes"),
        row(source(":live-edit-branches {:only #{\"feature/*\"}}"), 57, "contains the character *"),
        row(source(":unwanted-branches [\"m\"]"), 47, "or a map of names to vectors"),
        row(source(":unwanted-branches #{\"a..b\"}"), 49, "contains two dots in a row"),
        row(source(":unwanted-branches {\"m\" \"abc\"}"), 52, "expected a vector of full commit"),
        row(source(":unwanted-branches {\"m\" [\"abc\"]}"), 53, "unlike \"abc\""),
        row(source(":unwanted-branches {\"m\" [7]}"), 53, "expected a full commit hash in quotes"),
        row(source(":unwanted-branches #{\"m\" \"m\"}"), 53, "is the same member again"));
  }

  static Stream<Arguments> sharedFolders() {
    return Stream.of(
        row("[{\"a\" \"/x\"} {\"a\" \"/x\"}]", 18, "is the same folder as \"/x\""),
        row("[{\"a\" \"/x\"} {\"a\" \"//x/\"}]", 18, "is the same folder as \"/x\""),
        row("[{\"a\" \"/x/y\"} {\"a\" \"/x\"}]", 20, "the path \"/x\" contains \"/x/y\""),
        row(
            "[{\"a\" \"/x\"} {\"a\" \"/x-1\"} {\"a\" \"/x/y\"}]",
            31,
            "\"/x/y\" lies inside \"/x\""),
        row("[{\"a\" \"~/x\"} {\"a\" \"~/x/y\"}]", 19, "\"~/x/y\" lies inside \"~/x\""),
        row("[{\"a\" \"/x\"} {\"A\" \"/y\"}]", 14, "\"A\" differs only in case from \"a\""));
  }

  private static Arguments row(String text, int column, String words) {
    return Arguments.of(text, column, words);
  }

  private static String source(String more) {
    return "[{:host-to-path {\"a\" \"/x\"} " + more + "}]";
  }

  @ParameterizedTest
  @MethodSource({"wrongText", "wrongShape", "wrongValue", "sharedFolders"})
  void tellsWhereAndWhat(String text, int column, String words) {
    int line = text.endsWith("\n") ? 2 : 1;
    assertThat(problems(text))
        .singleElement()
        .asString()
        .startsWith("line " + line + ", column " + column + ": ")
        .contains(words);
  }

  @Test
  void allowsTheSamePathOnDifferentMachines() {
    assertThat(
            problems("[{\"a\" \"/x\" \"b\" \"/y\"} {\"a\" \"/y\" \"b\" \"/x\"} {\"a\" \"/x-1\"}]"))
        .isEmpty();
  }

  @Test
  void seesEqualKeysWhateverTheyAreMadeOf() {
    assertThat(problems("{:sources [] :comment {#{1 [2 \"a\"]} 1 #{[2 \"a\"] 1} 2}}"))
        .singleElement()
        .asString()
        .startsWith("line 1, column 39: a set #{...} is the same key again");
    assertThat(problems("{:sources [] :comment #{{1 2, 3 4} {3 4, 1 2}}}")).hasSize(1);
    assertThat(problems("{:sources [] :comment #{[\"a\" \"b\"] [\"ab\" \"\"] [:a 1] [:a1] 1 1.0}}"))
        .isEmpty();
    assertThat(problems("{:sources [] :comment {[1] 1 [2] 2 {[1] 1} 3 {[2] 1} 4 #{} 5 [] 6}}"))
        .isEmpty();
  }
}
