/**
 * What every {@link org.hesokuri.core.git.GitBackend} promises, as tests: {@link
 * org.hesokuri.core.contract.GitBackendContract} runs on whatever a {@link
 * org.hesokuri.core.contract.BackendFixture} provides.
 */
@NullMarked
package org.hesokuri.core.contract;

import org.jspecify.annotations.NullMarked;
