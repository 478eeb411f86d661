package io.millrace.streams.metering;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.Workspace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A prepaid balance as lists of what was credited and charged, added up anew at each question. */
final class ReferenceCredit {
    private final Map<String, BigInteger> credits = new LinkedHashMap<>();
    private final List<BigInteger> charges = new ArrayList<>();
    private Workspace workspace = Workspace.unknown("w");
    private boolean exhausted;
    final List<String> alerts = new ArrayList<>();

    void charge(long amount, long at) {
        charges.add(BigInteger.valueOf(amount));
        settle(at);
    }

    void credit(CreditEntry entry) {
        if (credits.putIfAbsent(
                        entry.creditId(), BigInteger.valueOf(entry.amount().nanoUsd()))
                == null) {
            settle(entry.occurredAtMicros());
        }
    }

    void workspace(Workspace description, long latest) {
        workspace = description;
        if (sum(charges).signum() != 0 || sum(credits.values()).signum() != 0) {
            settle(latest);
        }
    }

    boolean isExhausted() {
        boolean limited = workspace.billingMode() == BillingMode.PREPAID
                || workspace.overdraftLimit().nanoUsd() != 0;
        return limited && sum(charges).compareTo(limit()) >= 0;
    }

    /** used/limit */
    String balance() {
        return sum(charges) + "/" + limit();
    }

    private void settle(long at) {
        boolean now = isExhausted();
        if (now && !exhausted) {
            alerts.add(balance() + " at " + at);
        }
        exhausted = now;
    }

    private BigInteger limit() {
        return sum(credits.values())
                .add(BigInteger.valueOf(workspace.overdraftLimit().nanoUsd()));
    }

    private static BigInteger sum(Iterable<BigInteger> amounts) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger amount : amounts) {
            sum = sum.add(amount);
        }
        return sum;
    }
}
