package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The program as its packages install it: started by their launcher, with the options that the
 * launcher gives Java.
 *
 * @param folder what holds {@code bin} and {@code share}
 */
record Program(Path folder) {

  private static final long ARCHIVE_WITHIN_SECONDS = 120;

  /** Lays a package out anew, without a class-data archive. */
  static Program laidOut(Path built, Path folder) throws IOException {
    for (String file :
        List.of(
            "bin/hesokuri", "share/hesokuri/hesokuri.jar", "share/hesokuri/make-class-archive")) {
      Path to = folder.resolve(file);
      Files.createDirectories(to.getParent());
      Files.copy(built.resolve(file), to);
      if (!to.toFile().setExecutable(true)) {
        throw new IOException(to + " cannot be made executable");
      }
    }
    return new Program(folder);
  }

  /** Makes the class-data archive, as the installation of the package does. */
  Program withArchive() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve("share/hesokuri/make-class-archive").toString());
    builder.environment().putAll(new TreeMap<>(java()));
    Process process = builder.inheritIO().start();
    if (!process.waitFor(ARCHIVE_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the class-data archive was not made");
    }
    return this;
  }

  Path launcher() {
    return folder.resolve("bin/hesokuri");
  }

  Path jar() {
    return folder.resolve("share/hesokuri/hesokuri.jar");
  }

  /** What makes the launcher take the Java that runs the benchmarks. */
  static TreeMap<String, String> java() {
    TreeMap<String, String> environment = new TreeMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }
}
