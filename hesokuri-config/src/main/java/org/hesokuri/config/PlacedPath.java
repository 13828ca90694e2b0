package org.hesokuri.config;

import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** One entry of {@code :host-to-path}, and where the file says it. */
record PlacedPath(Position peerAt, PeerId peer, Position pathAt, RepoPath path) {}
