/**
 * The Git port of the core, implemented with JGit, OpenSSH's configuration and, for cleanliness, C
 * git.
 */
module org.hesokuri.git {
  requires transitive org.hesokuri.core;
  requires org.eclipse.jgit;
  requires org.eclipse.jgit.ssh.apache;
  requires org.apache.sshd.osgi;
  requires org.slf4j;

  exports org.hesokuri.git;
}
