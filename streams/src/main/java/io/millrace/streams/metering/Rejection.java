package io.millrace.streams.metering;

import io.millrace.schemas.rating.RejectReason;

/** Why a record is refused; the detail names the thing, its value and what was expected. */
public record Rejection(RejectReason reason, String detail) {}
