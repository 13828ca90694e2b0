/** EDN text to a configuration or to all of its problems; the watched file; who this machine is. */
module org.hesokuri.config {
  requires transitive org.hesokuri.core;
  requires edn.java;
  requires org.slf4j;

  exports org.hesokuri.config;
}
