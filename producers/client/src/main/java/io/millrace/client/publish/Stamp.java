package io.millrace.client.publish;

/**
 * What the client adds to every record.
 *
 * @param gatewayId names the gateway
 * @param epochMicros start of this client, microseconds since the epoch
 */
record Stamp(String gatewayId, long epochMicros) {}
