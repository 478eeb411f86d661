package io.millrace.embedded.stripe.core;

/**
 * The first answer to an idempotency key.
 *
 * @param fingerprint of the request: method, path, parameters
 * @param body as it was sent
 */
public record StoredAnswer(String key, String fingerprint, int status, String body, long createdSeconds) {}
