/**
 * The web page of an engine and the guard before it. {@link org.hesokuri.web.WebServer} is the
 * door; it reads nothing but the engine's status and events.
 */
@NullMarked
package org.hesokuri.web;

import org.jspecify.annotations.NullMarked;
