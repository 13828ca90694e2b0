package org.hesokuri.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.hesokuri.core.contract.Draft;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;

/** Makes commits that no ref points to, all by one {@code git fast-import}. */
final class CommitMaker {

  private static final String SCRATCH = "refs/scratch/import";
  private static final AtomicLong MADE = new AtomicLong();

  private final ByteArrayOutputStream script = new ByteArrayOutputStream();

  private CommitMaker() {}

  static Map<String, CommitHash> make(TestGit git, List<Draft> drafts, String... options) {
    return RealUserRepository.unchecked(() -> new CommitMaker().run(git, drafts, options));
  }

  private void say(String line) {
    script.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void data(String text) {
    say("data " + text.getBytes(StandardCharsets.UTF_8).length);
    say(text);
  }

  private Map<String, CommitHash> run(TestGit git, List<Draft> drafts, String... options)
      throws IOException {
    Map<String, String> marks = new HashMap<>();
    say("feature done");
    for (Draft draft : drafts) {
      String mark = ":" + (marks.size() + 1);
      say("reset " + SCRATCH);
      say("commit " + SCRATCH);
      say("mark " + mark);
      say("committer Tester <tester@example.com> 1700000000 +0000");
      // Numbered, because two commits of one tree must not be one.
      data(draft.name() + " " + MADE.incrementAndGet());
      String word = "from ";
      for (String parent : draft.parents()) {
        say(word + marks.getOrDefault(parent, parent));
        word = "merge ";
      }
      say("deleteall");
      for (Map.Entry<String, String> file : draft.tree().entrySet()) {
        say("M 644 inline " + file.getKey());
        data(file.getValue());
      }
      say("get-mark " + mark);
      marks.put(draft.name(), mark);
    }
    say("reset " + SCRATCH);
    say("from 0000000000000000000000000000000000000000");
    say("done");
    String[] hashes = imported(git, options).split("\n");
    Map<String, CommitHash> made = new LinkedHashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      made.put(drafts.get(i).name(), new CommitHash(hashes[i].strip()));
    }
    return made;
  }

  private String imported(TestGit git, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(options));
    command.addAll(List.of("fast-import", "--quiet"));
    Path input = Files.createTempFile(git.home(), "import", "");
    try {
      Files.write(input, script.toByteArray());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(git.folder().toFile())
              .redirectErrorStream(true)
              .redirectInput(input.toFile());
      builder.environment().clear();
      builder.environment().putAll(TestGit.environment(git.home()));
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("git fast-import in " + git.folder() + " failed: " + printed);
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while git ran", e);
    } finally {
      Files.delete(input);
    }
  }
}
