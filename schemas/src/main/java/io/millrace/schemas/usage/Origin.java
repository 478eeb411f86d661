package io.millrace.schemas.usage;

import io.millrace.schemas.rule.Require;

/**
 * Which gateway said so; gaps in the sequence show lost records.
 *
 * @param gatewayId 1 to 256 characters
 * @param epochMicros start of the gateway process, microseconds since the epoch; 0 when not known
 * @param sequence count of records published since that start, from 1; 0 when not known
 */
public record Origin(String gatewayId, long epochMicros, long sequence) {
    public Origin {
        Require.identifier("usage.origin.gateway_id", gatewayId);
        Require.instant("usage.origin.epoch_micros", epochMicros);
        Require.atLeast("usage.origin.sequence", sequence, 0);
    }
}
