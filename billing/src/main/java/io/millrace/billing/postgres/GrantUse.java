package io.millrace.billing.postgres;

import io.millrace.schemas.money.Money;
import java.util.UUID;

/**
 * A part of a drawdown and what paid it.
 *
 * @param transferId number of the transfer
 * @param grantId the grant it was taken from; empty where the workspace owes it
 * @param bookedAtMicros microseconds since the epoch
 */
public record GrantUse(long transferId, UUID drawdownId, String grantId, Money amount, long bookedAtMicros) {}
