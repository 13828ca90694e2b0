package org.hesokuri.core.engine;

import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Source;

/**
 * What the configuration says of one source, which may change while it is worked on.
 *
 * @param self this machine
 * @param identities all configured identities
 * @param source the source's own definition
 */
record Definition(PeerId self, Identities identities, Source source) {}
