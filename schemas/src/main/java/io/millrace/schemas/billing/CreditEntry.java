package io.millrace.schemas.billing;

import io.millrace.schemas.money.Money;

/** A change of a workspace's prepaid balance, counted once by its id; a negative amount takes away. */
public record CreditEntry(
        String creditId,
        String workspaceId,
        CreditKind kind,
        Money amount,
        String grantId,
        String source,
        long occurredAtMicros) {}
