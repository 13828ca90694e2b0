/**
 * Commands that work on the repositories of this machine themselves, beside a daemon or without.
 */
@NullMarked
package org.hesokuri.daemon.repository;

import org.jspecify.annotations.NullMarked;
