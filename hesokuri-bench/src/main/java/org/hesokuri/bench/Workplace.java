package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder and what runs in it; all of it ends with the benchmark. */
final class Workplace implements AutoCloseable {

  private final Path folder;
  private final Program program;
  private final Deque<Machine> machines = new ArrayDeque<>();

  Workplace(Program program) throws IOException {
    this.program = program;
    this.folder = Files.createTempDirectory("hesokuri-bench-");
  }

  Path folder() {
    return folder;
  }

  Program program() {
    return program;
  }

  /** A new machine that runs a program which is not installed as the others'. */
  Machine machine(String id, Program other) throws IOException {
    Machine made = new Machine(folder.resolve(id), id, other);
    machines.push(made);
    return made;
  }

  /** A new machine, with its own sshd and home folder. */
  Machine machine(String id) throws IOException {
    return machine(id, program);
  }

  /** Machines of which each reaches each. */
  List<Machine> network(String... ids) throws IOException {
    List<Machine> all = new ArrayList<>();
    for (String id : ids) {
      all.add(machine(id));
    }
    for (Machine from : all) {
      for (Machine to : all) {
        if (from != to) {
          from.canReach(to);
        }
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    machines.forEach(Machine::close);
    delete(folder);
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
