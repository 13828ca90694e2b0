/** The model, the rules and the engine of Hesokuri; no IO, no JGit, no ambient clock or thread. */
module org.hesokuri.core {
  requires transitive com.google.common;
  requires transitive org.jspecify;
  requires org.slf4j;

  exports org.hesokuri.core.model;
  exports org.hesokuri.core.git;
  exports org.hesokuri.core.engine;
  exports org.hesokuri.core.status;
}
