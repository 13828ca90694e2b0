package org.hesokuri.git.worktree;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.git.disk.Disk;

/**
 * What a fast-forward is about to do, written before it does anything, so that it can be undone or
 * completed after a crash.
 *
 * @param files the top folder of the worktree
 * @param ref the full name of the branch
 * @param from its old tip; zero if it is unborn
 * @param to its new tip
 * @param indexBefore the checksum of the old index file; zero if there was none
 * @param made folders that are going to be made, parents first
 * @param emptied empty folders that are going to make room for a file
 * @param paths every path that changes
 */
record Journal(
    Path files,
    String ref,
    ObjectId from,
    ObjectId to,
    ObjectId indexBefore,
    ImmutableList<String> made,
    ImmutableList<String> emptied,
    ImmutableList<Planned> paths) {

  private static final String HEADER = "hesokuri advance 1";
  private static final String END = "end";
  private static final String NOTHING = "-";

  /** Stores it where nobody looks for it yet, on the disk when this returns. */
  void prepare(AdvanceFolder folder) throws IOException {
    Disk.create(draft(folder), format().getBytes(StandardCharsets.US_ASCII));
  }

  /** Puts in force what was prepared; that is on the disk when this returns. */
  void write(AdvanceFolder folder) throws IOException {
    Disk.rename(draft(folder), folder.journal());
  }

  private static Path draft(AdvanceFolder folder) {
    return folder.folder().resolve("journal.new");
  }

  static Journal read(Path file) throws IOException {
    try {
      return parse(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(
          "the journal " + file + " cannot be understood; keep the folder that it is in and ask",
          e);
    }
  }

  String format() {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(
        HEADER, escape(files.toString()), escape(ref), from.name(), to.name(), indexBefore.name());
    made.forEach(path -> lines.add("made " + escape(path)));
    emptied.forEach(path -> lines.add("emptied " + escape(path)));
    for (Planned planned : paths) {
      lines.add(
          Joiner.on(' ')
              .join(
                  "path",
                  planned.number(),
                  escape(planned.path()),
                  planned.before().map(Journal::content).orElse(NOTHING),
                  planned.after().map(Journal::content).orElse(NOTHING)));
    }
    return Joiner.on('\n').join(lines.add(END, "").build());
  }

  private static String content(FileContent content) {
    return Integer.toOctalString(content.side().mode())
        + ","
        + (content.fileMode() ? "x" : "-")
        + ","
        + content.side().id().name()
        + ","
        + Joiner.on(',').join(content.blobs().stream().map(ObjectId::name).iterator());
  }

  static Journal parse(String text) {
    List<String> lines = Splitter.on('\n').splitToList(text);
    if (!lines.get(0).equals(HEADER) || !lines.get(lines.size() - 2).equals(END)) {
      throw new IllegalArgumentException("not a whole journal");
    }
    ImmutableList.Builder<String> made = ImmutableList.builder();
    ImmutableList.Builder<String> emptied = ImmutableList.builder();
    ImmutableList.Builder<Planned> paths = ImmutableList.builder();
    for (String line : lines.subList(6, lines.size() - 2)) {
      List<String> words = Splitter.on(' ').splitToList(line);
      switch (words.get(0)) {
        case "made" -> made.add(unescape(words.get(1)));
        case "emptied" -> emptied.add(unescape(words.get(1)));
        case "path" ->
            paths.add(
                new Planned(
                    Integer.parseInt(words.get(1)),
                    unescape(words.get(2)),
                    parseContent(words.get(3)),
                    parseContent(words.get(4))));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return new Journal(
        Path.of(unescape(lines.get(1))),
        unescape(lines.get(2)),
        ObjectId.fromString(lines.get(3)),
        ObjectId.fromString(lines.get(4)),
        ObjectId.fromString(lines.get(5)),
        made.build(),
        emptied.build(),
        paths.build());
  }

  private static Optional<FileContent> parseContent(String word) {
    if (word.equals(NOTHING)) {
      return Optional.empty();
    }
    List<String> parts = Splitter.on(',').splitToList(word);
    return Optional.of(
        new FileContent(
            new Side(Integer.parseInt(parts.get(0), 8), ObjectId.fromString(parts.get(2))),
            parts.subList(3, parts.size()).stream()
                .map(ObjectId::fromString)
                .collect(ImmutableSet.toImmutableSet()),
            parts.get(1).equals("x")));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
