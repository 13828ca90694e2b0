/** The daemon as a service of its user's, kept running by systemd or launchd. */
@NullMarked
package org.hesokuri.daemon.service;

import org.jspecify.annotations.NullMarked;
