package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import org.hesokuri.core.model.Source;

/** A source as the file states it, with the places of its paths. */
record PlacedSource(Source source, ImmutableList<PlacedPath> paths) {}
