package org.hesokuri.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells what happens in folders. The system allows few means of that, so that whoever has one lends
 * it to the configuration. May be used from any thread.
 */
@FunctionalInterface
public interface FolderEvents {

  /**
   * Begins to watch a folder, of which every change from then on is told.
   *
   * @param folder the folder; what happens below its entries is of no interest
   * @param happened is told the name of each entry that something happened to, and nothing if
   *     events were lost or the folder is gone; it does not block
   * @return what ends it; to be called once
   * @throws IOException if the folder is not there or cannot be watched
   */
  Runnable watch(Path folder, Consumer<Optional<Path>> happened) throws IOException;
}
