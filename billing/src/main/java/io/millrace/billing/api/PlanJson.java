package io.millrace.billing.api;

import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan.
 *
 * @param fee a month, as the subscription at Stripe asks
 * @param included usage of each month
 * @param markupPpm charge per cost, parts per million
 * @param ownKeyMarkupPpm the same where the customer brings their own provider key
 */
record PlanJson(
        String id,
        String name,
        Money fee,
        Nano feeNano,
        Money included,
        Nano includedNano,
        long markupPpm,
        long ownKeyMarkupPpm,
        String retentionClass,
        List<PlanLimitJson> limits) {
    static PlanJson of(Plan plan) {
        Money fee = Money.ofCents(plan.feeCents());
        return new PlanJson(
                plan.id(),
                plan.name(),
                fee,
                Nano.of(fee),
                plan.included(),
                Nano.of(plan.included()),
                plan.markupPpm(),
                plan.ownKeyMarkupPpm(),
                plan.retentionClass(),
                plan.limits().stream().map(PlanLimitJson::of).toList());
    }

    /**
     * As it shall be, all of it anew; what is left out is none.
     *
     * @param name the id if left out
     * @param fee whole cents
     * @param markupPpm 0 to 1000000000; 1000000, the cost, if left out
     * @param ownKeyMarkupPpm 0 to 1000000000; 0 if left out
     * @param retentionClass standard if left out
     */
    record New(
            @Nullable String name,
            @Nullable Money fee,
            @Nullable Money included,
            @Nullable Long markupPpm,
            @Nullable Long ownKeyMarkupPpm,
            @Nullable String retentionClass,
            @Nullable List<PlanLimitJson.New> limits) {
        private static final String RETENTION_DEFAULT = "standard";

        /** Each rule is tried with nothing but the defaults beside it, so that its field is named. */
        Plan toPut(String id) {
            String title = Objects.requireNonNullElse(name, id);
            String retention = Objects.requireNonNullElse(retentionClass, RETENTION_DEFAULT);
            Call.valid("plan", () -> bare(id, id, RETENTION_DEFAULT));
            Call.valid("name", () -> bare(id, title, RETENTION_DEFAULT));
            Call.valid("retention_class", () -> bare(id, title, retention));
            Money monthly = notNegative("fee", fee);
            long cents = Call.valid("fee", () -> Rules.cents("fee", monthly));
            Money usage = notNegative("included", included);
            long markup = ppm("markup_ppm", markupPpm, Workspace.PPM);
            long ownKey = ppm("own_key_markup_ppm", ownKeyMarkupPpm, 0);
            List<PlanLimit> all = toLimits();
            return Call.valid("limits", () -> new Plan(id, title, cents, usage, markup, ownKey, retention, all));
        }

        private static Plan bare(String id, String name, String retention) {
            return new Plan(id, name, 0, Money.ZERO, Workspace.PPM, 0, retention, List.of());
        }

        private List<PlanLimit> toLimits() {
            List<PlanLimit> all = new ArrayList<>();
            for (PlanLimitJson.New limit : Objects.requireNonNullElse(limits, List.<PlanLimitJson.New>of())) {
                all.add(limit.toLimit("limits." + all.size()));
            }
            return all;
        }

        private static Money notNegative(String name, @Nullable Money given) {
            Money value = Objects.requireNonNullElse(given, Money.ZERO);
            return Call.valid(name, () -> Rules.notNegative(name, value));
        }

        private static long ppm(String name, @Nullable Long given, long otherwise) {
            long value = given == null ? otherwise : given;
            if (value < 0 || value > 1_000 * Workspace.PPM) {
                throw ApiException.param(
                        "parameter_invalid", name, Expected.message(name, value, "0 to " + 1_000 * Workspace.PPM));
            }
            return value;
        }
    }
}
