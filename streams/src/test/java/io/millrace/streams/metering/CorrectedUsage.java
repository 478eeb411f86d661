package io.millrace.streams.metering;

import io.millrace.schemas.usage.Usage;
import java.util.UUID;

/** Corrections of sample calls. */
public final class CorrectedUsage {
    private CorrectedUsage() {}

    /** The record again as a correction. */
    public static Usage of(Usage u, UUID corrects) {
        return new Usage(
                u.eventId(),
                u.attribution(),
                u.call(),
                u.tokens(),
                u.units(),
                u.usageSource(),
                u.timing(),
                u.result(),
                u.attempt(),
                u.credentialMode(),
                u.statedCostNanoUsd(),
                corrects,
                u.decision(),
                u.origin(),
                u.metadata());
    }
}
