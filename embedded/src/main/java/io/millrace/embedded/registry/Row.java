package io.millrace.embedded.registry;

import org.jspecify.annotations.Nullable;

/**
 * A record of {@code _schemas}.
 *
 * @param value null is a tombstone
 */
record Row(String key, @Nullable String value) {}
