package org.hesokuri.daemon.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A file beside the classes, with places such as {@code [[command]]}. Packages fill the same. */
final class Template {

  /** Whoever finds this in one of the first two lines may overwrite and remove the file. */
  static final String MARK = "Written by \"hesokuri service install\"";

  private Template() {}

  /**
   * The text with its places filled.
   *
   * @param name of the file
   * @param values by place
   */
  static String filled(String name, Map<String, String> values) {
    try (InputStream file = Template.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its own file " + name);
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      text =
          text.replace(
              "[[origin]]", MARK + ", which replaces it, and \"uninstall\", which removes it");
      for (Map.Entry<String, String> each : values.entrySet()) {
        text = text.replace("[[" + each.getKey() + "]]", each.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
