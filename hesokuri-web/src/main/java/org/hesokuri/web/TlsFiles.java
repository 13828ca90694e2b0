package org.hesokuri.web;

import java.nio.file.Path;

/** Where a certificate and its private key are. */
record TlsFiles(Path certificate, Path key) {}
