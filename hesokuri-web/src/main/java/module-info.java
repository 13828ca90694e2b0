/** The page of an engine and the guard before it, served on loopback. */
module org.hesokuri.web {
  requires transitive org.hesokuri.core;
  requires com.fasterxml.jackson.core;
  requires gg.jte.runtime;
  requires io.javalin;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.bouncycastle.provider;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.slf4j;

  exports org.hesokuri.web;
}
