package io.millrace.billing.api;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.postgres.GrantUse;
import io.millrace.billing.postgres.api.TransferView;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A movement on the accounts of a workspace. The changes of all of them add up to its balance.
 *
 * @param amount what moved, above 0
 * @param balanceChange what it did to the balance; 0 where it moved within the workspace
 * @param fromGrant the grant it left; null where it left none
 * @param toGrant the grant it came to; null where it came to none
 * @param drawdownId the usage that was paid; null where it was no usage
 */
record TransactionJson(
        String id,
        Type type,
        Money amount,
        Nano amountNano,
        Money balanceChange,
        Nano balanceChangeNano,
        @Nullable String fromGrant,
        @Nullable String toGrant,
        @Nullable String drawdownId,
        Instant bookedAt) {
    private static final Pattern ID = Pattern.compile("txn_([0-9]{1,18})_([0-9]{1,18})");

    /** Why it moved. */
    enum Type {
        FUNDED,
        CONSUMED,
        REPAID,
        EXPIRED,
        VOIDED,
        ROLLED_OVER,
        REFUNDED,
        DISPUTED,
        PAID,
        ADJUSTED;

        static Type of(TransferKind kind) {
            return switch (kind) {
                case FUNDING -> FUNDED;
                case USAGE_FROM_GRANT, USAGE_ON_RECEIVABLE -> CONSUMED;
                case REPAYMENT -> REPAID;
                case BREAKAGE -> EXPIRED;
                case VOID -> VOIDED;
                case ROLLOVER -> ROLLED_OVER;
                case REFUND, REFUND_REVERSAL -> REFUNDED;
                case DISPUTE_HOLD, DISPUTE_RELEASE, DISPUTE_LOSS -> DISPUTED;
                case PAYMENT, PAYMENT_REVERSAL -> PAID;
                case STRIPE_FEE, ROUNDING, WRITE_OFF, ADJUSTMENT -> ADJUSTED;
            };
        }

        Set<TransferKind> kinds() {
            return Arrays.stream(TransferKind.values())
                    .filter(kind -> of(kind) == this)
                    .collect(Collectors.toSet());
        }

        static Type parse(String text) {
            return Arrays.stream(values())
                    .filter(type -> Json.enumText(type).equals(text))
                    .findFirst()
                    .orElseThrow(() -> Expected.illegal("type", text, Schemas.rule(Type.class)));
        }
    }

    /** A place in the list. */
    record Place(long bookedAtMicros, long transferId) {
        static final Place FIRST = new Place(Micros.MAX, Long.MAX_VALUE);

        /** @throws IllegalArgumentException where it is no id of a transaction */
        static Place parse(String id) {
            Matcher form = ID.matcher(id);
            if (!form.matches()) {
                throw Expected.illegal("starting_after", id, "the id of a transaction");
            }
            long booked = Math.min(Micros.MAX, Long.parseLong(form.group(1)));
            return new Place(booked, Long.parseLong(form.group(2)));
        }
    }

    static String id(long bookedAtMicros, long transferId) {
        return "txn_" + bookedAtMicros + "_" + transferId;
    }

    static TransactionJson of(TransferView transfer) {
        Money amount = transfer.amount();
        Money in = transfer.intoOwn() ? amount : Money.ZERO;
        Money change = transfer.fromOwn() ? in.minus(amount) : in;
        return new TransactionJson(
                id(transfer.bookedAtMicros(), transfer.id()),
                Type.of(transfer.kind()),
                amount,
                Nano.of(amount),
                change,
                Nano.of(change),
                transfer.fromGrant(),
                transfer.toGrant(),
                transfer.drawdownId() == null ? null : transfer.drawdownId().toString(),
                Micros.toInstant(transfer.bookedAtMicros()));
    }

    /**
     * A part of a drawdown and what paid it.
     *
     * @param grantId null where the workspace owes it
     */
    record Use(
            String id, String drawdownId, @Nullable String grantId, Money amount, Nano amountNano, Instant bookedAt) {
        static Use of(GrantUse use) {
            return new Use(
                    TransactionJson.id(use.bookedAtMicros(), use.transferId()),
                    use.drawdownId().toString(),
                    use.grantId().isEmpty() ? null : use.grantId(),
                    use.amount(),
                    Nano.of(use.amount()),
                    Micros.toInstant(use.bookedAtMicros()));
        }
    }
}
