package io.millrace.client.integration;

import java.util.UUID;

/**
 * A call on its way. Immutable.
 *
 * @param eventId made before dispatch
 * @param startedNanos tick of the clock at the start, nanoseconds
 */
public record StartedCall(UUID eventId, CallIdentity identity, long startedNanos) {}
