package io.millrace.billing.postgres.api;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as a workspace sees it.
 *
 * @param fromOwn whether it left an account of the workspace
 * @param intoOwn whether it came to one
 * @param fromGrant the grant it left; null where it left none of the workspace's
 * @param toGrant the grant it came to; null where it came to none of the workspace's
 * @param drawdownId null where it is no usage
 * @param bookedAtMicros since the epoch
 */
public record TransferView(
        long id,
        TransferKind kind,
        Money amount,
        boolean fromOwn,
        boolean intoOwn,
        @Nullable String fromGrant,
        @Nullable String toGrant,
        @Nullable UUID drawdownId,
        long bookedAtMicros) {}
