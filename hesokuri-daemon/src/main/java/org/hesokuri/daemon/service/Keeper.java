package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;

/** What keeps a user's programs running on a machine. */
sealed interface Keeper permits Systemd, Launchd {

  /**
   * What makes it keep the daemon running.
   *
   * @throws CannotInstall if a file of somebody else's is in the way
   */
  ImmutableList<Step> install(Launch launch) throws CannotInstall;

  /**
   * What makes it end and forget the daemon; nothing if it does not know it.
   *
   * @throws CannotInstall if the file there is somebody else's
   */
  ImmutableList<Step> uninstall(Launch launch) throws CannotInstall;

  /** What it reads for this launch, for people to see. */
  String text(Launch launch) throws CannotInstall;

  /**
   * Makes sure that it runs here.
   *
   * @throws CannotInstall with what to do instead
   */
  void checkRunning(Launch launch) throws CannotInstall;

  /** What to know once the daemon is installed. */
  ImmutableList<String> advice(Launch launch);
}
