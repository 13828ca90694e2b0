/** Commands that change the configuration file, and nothing in it but what they are asked for. */
@NullMarked
package org.hesokuri.daemon.configure;

import org.jspecify.annotations.NullMarked;
