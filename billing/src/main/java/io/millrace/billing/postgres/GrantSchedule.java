package io.millrace.billing.postgres;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.ledger.Rollover;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * A grant that recurs: each opening is a grant of its own.
 *
 * @param name within the workspace, 1 to 100 characters without bar
 * @param kind PAID or PROMOTIONAL: a trial is given once
 * @param lifePeriods an opening expires when this many further ones have come, 1 to 120: 1 is a grant for its period
 * @param rollover what becomes of the rest of each; null where it is lost
 */
public record GrantSchedule(
        String workspaceId,
        String name,
        GrantKind kind,
        Money amount,
        int priority,
        Recurrence recurrence,
        int lifePeriods,
        Applicability applicability,
        @Nullable Rollover rollover) {
    private static final int NAME_LENGTH_MAX = 100;
    private static final int LIFE_MAX = 120;

    public GrantSchedule {
        Require.workspaceId("schedule workspace", workspaceId);
        Require.note("schedule name", name, NAME_LENGTH_MAX);
        if (name.isBlank() || name.indexOf('|') >= 0) {
            throw Expected.illegal("schedule name", name, "1 to " + NAME_LENGTH_MAX + " characters without '|'");
        }
        if (kind == GrantKind.TRIAL) {
            throw Expected.illegal("schedule kind", kind, "PAID or PROMOTIONAL");
        }
        if (amount.nanoUsd() <= 0) {
            throw Expected.illegal("schedule amount", amount, "> $0");
        }
        if (priority < 0 || priority > Grant.PRIORITY_MAX) {
            throw Expected.illegal("schedule priority", priority, "0 to " + Grant.PRIORITY_MAX);
        }
        if (lifePeriods < 1 || lifePeriods > LIFE_MAX) {
            throw Expected.illegal("schedule life_periods", lifePeriods, "1 to " + LIFE_MAX);
        }
    }

    /** The grant of the n-th opening, from 0. */
    NewGrant opening(int index) {
        return new NewGrant(
                workspaceId,
                amount,
                kind,
                priority,
                recurrence.startMicros(index),
                Math.min(Micros.MAX, recurrence.startMicros(index + lifePeriods)),
                name + "|" + index,
                applicability,
                rollover);
    }
}
