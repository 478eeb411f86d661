package io.millrace.billing.plan;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a workspace gets and is held to. Immutable.
 *
 * @param id 1 to 64 lower-case letters, digits and {@code . _ -}; {@code default} is having no plan
 * @param name 1 to 100 characters
 * @param feeCents whole cents of USD a month, from 0; charged by the provider's subscription, and nowhere here
 * @param included usage of each month, from $0; what is left at its end is lost
 * @param markupPpm charge per cost, parts per million
 * @param ownKeyMarkupPpm the same where the customer brings their own provider key
 * @param retentionClass of the workspace's records
 * @param limits at most 20
 */
public record Plan(
        String id,
        String name,
        long feeCents,
        Money included,
        long markupPpm,
        long ownKeyMarkupPpm,
        String retentionClass,
        List<PlanLimit> limits) {
    /** The plan of a workspace that has none. */
    public static final String NONE = "default";

    public static final int LIMITS_MAX = 20;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int NAME_LENGTH_MAX = 100;

    public Plan {
        if (!ID.matcher(id).matches() || id.equals(NONE)) {
            throw Expected.illegal("plan id", id, "1 to 64 of a-z, 0-9 and . _ -, and not " + NONE);
        }
        Require.note("plan name", name, NAME_LENGTH_MAX);
        if (name.isBlank()) {
            throw Expected.illegal("plan name", name, "a text");
        }
        Require.atLeast("plan fee_cents", feeCents, 0);
        Require.atLeast("plan included_nano_usd", included.nanoUsd(), 0);
        Require.between("plan markup_ppm", markupPpm, 0, 1_000 * Workspace.PPM);
        Require.between("plan own_key_markup_ppm", ownKeyMarkupPpm, 0, 1_000 * Workspace.PPM);
        Require.identifier("plan retention_class", retentionClass);
        Require.sizeAtMost("plan limits", limits, LIMITS_MAX);
        limits = List.copyOf(limits);
    }

    /** Included usage of a plan with a fee is paid for by the fee; that of a free one is a gift. */
    public GrantKind includedKind() {
        return feeCents > 0 ? GrantKind.PAID : GrantKind.PROMOTIONAL;
    }
}
