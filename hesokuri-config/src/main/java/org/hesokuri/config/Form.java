package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import org.hesokuri.core.model.Quoted;

/** One EDN value and where it begins. */
sealed interface Form {

  /** Where its first character is. */
  Position at();

  /** What it is, for the end of a sentence: {@code found the number 7}. */
  String described();

  /** A string. */
  record Text(Position at, String text) implements Form {
    @Override
    public String described() {
      return "the string " + Quoted.of(text);
    }
  }

  /** A keyword; its name begins with the colon. */
  record Key(Position at, String name) implements Form {
    @Override
    public String described() {
      return "the keyword " + Quoted.plain(name);
    }
  }

  /** A whole number that fits in 64 bits. */
  record Whole(Position at, long value) implements Form {
    @Override
    public String described() {
      return "the number " + value;
    }
  }

  /** A value that means nothing to a configuration outside of a comment: nil, a symbol, 1.5. */
  record Other(Position at, String shown) implements Form {
    @Override
    public String described() {
      return "the value " + Quoted.plain(shown);
    }
  }

  /** Something that has been told as a problem already; whoever meets it stays silent. */
  record Told(Position at) implements Form {
    @Override
    public String described() {
      return "what is told above";
    }
  }

  /** {@code [...]}. */
  record Vector(Position at, ImmutableList<Form> items) implements Form {
    @Override
    public String described() {
      return "a vector [...]";
    }
  }

  /** {@code (...)}. */
  record Round(Position at, ImmutableList<Form> items) implements Form {
    @Override
    public String described() {
      return "a list (...)";
    }
  }

  /** {@code #{...}}, without members that are there twice. */
  record Members(Position at, ImmutableList<Form> items) implements Form {
    @Override
    public String described() {
      return "a set #{...}";
    }
  }

  /** <code>{...}</code>, without keys that are there twice. */
  record Entries(Position at, ImmutableList<Entry> entries) implements Form {
    @Override
    public String described() {
      return "a map {...}";
    }
  }

  /** A key of a map with its value. */
  record Entry(Form key, Form value) {}
}
