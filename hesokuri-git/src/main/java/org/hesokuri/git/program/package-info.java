/** The user's own git, called for what it does better than any library. */
@org.jspecify.annotations.NullMarked
package org.hesokuri.git.program;
