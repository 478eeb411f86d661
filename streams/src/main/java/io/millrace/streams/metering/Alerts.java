package io.millrace.streams.metering;

import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes alerts. Ids are derived from policy, window start, threshold and scope: made again, an alert has the same id. */
final class Alerts {
    /** Policy id of what is said about an unpriced model. */
    static final String PRICE_POLICY = "price";

    private Alerts() {}

    static BudgetAlert crossed(
            Policy policy, Scope scope, PolicyState.Crossing crossing, Threshold threshold, long occurredAtMicros) {
        Window window = crossing.window();
        return new BudgetAlert(
                id(policy.policyId(), window.startMicros(), threshold.label(), scope),
                policy.kind() == PolicyKind.BUDGET ? AlertKind.BUDGET : AlertKind.RATE,
                policy.policyId(),
                scope,
                policy.measure(),
                threshold.amount(),
                threshold.percent(),
                crossing.used(),
                crossing.limit(),
                window,
                projected(crossing.used(), window, occurredAtMicros),
                occurredAtMicros);
    }

    /**
     * A prepaid balance at its overdraft limit; the window starts where this episode did. Several episodes can begin at one
     * instant and with one balance, so their number stands for the threshold in the id.
     */
    static BudgetAlert credit(Account account, long limit, long episodeStartMicros) {
        Scope scope = Scope.ofWorkspace(account.workspaceId());
        return new BudgetAlert(
                id(Account.CREDIT_POLICY, episodeStartMicros, "episode " + account.episodes(), scope),
                AlertKind.CREDIT,
                Account.CREDIT_POLICY,
                scope,
                Measure.CHARGE,
                limit,
                null,
                account.chargesNanoUsd(),
                limit,
                new Window(episodeStartMicros, null),
                null,
                episodeStartMicros);
    }

    /** A model without a price; the provider stands for the threshold in its id. */
    static BudgetAlert unpriced(Usage usage) {
        Scope scope =
                new Scope(usage.workspaceId(), Dimension.MODEL, usage.call().modelPriced());
        return new BudgetAlert(
                id(PRICE_POLICY, 0, usage.call().provider(), scope),
                AlertKind.UNPRICED,
                PRICE_POLICY,
                scope,
                Measure.REQUESTS,
                1,
                null,
                1,
                0,
                WindowRule.ALWAYS,
                null,
                usage.occurredAtMicros());
    }

    /** An hour far above the ones before it; the limit is their mean. */
    static BudgetAlert spike(
            Policy policy, Scope scope, SpikeSignal signal, SpikeHistory.Spike spike, long occurredAtMicros) {
        return new BudgetAlert(
                id(policy.policyId(), spike.window().startMicros(), "spike", scope),
                AlertKind.SPIKE,
                policy.policyId(),
                scope,
                policy.measure(),
                spike.threshold(),
                signal.meanPercent(),
                spike.used(),
                spike.mean(),
                spike.window(),
                projected(spike.used(), spike.window(), occurredAtMicros),
                occurredAtMicros);
    }

    /** A day with calls from more addresses than allowed. */
    static BudgetAlert addresses(
            Policy policy, Scope scope, AddressSignal signal, Window day, int count, long occurredAtMicros) {
        return counted(AlertKind.ADDRESSES, policy, scope, signal.maxAddresses(), day, count, occurredAtMicros);
    }

    /** A window with more failed calls than allowed. */
    static BudgetAlert errors(
            Policy policy, Scope scope, ErrorSignal signal, Window span, long count, long occurredAtMicros) {
        return counted(AlertKind.ERRORS, policy, scope, signal.errorCount(), span, count, occurredAtMicros);
    }

    private static BudgetAlert counted(
            AlertKind kind, Policy policy, Scope scope, long max, Window window, long count, long occurredAtMicros) {
        return new BudgetAlert(
                id(policy.policyId(), window.startMicros(), kind.name().toLowerCase(Locale.ROOT), scope),
                kind,
                policy.policyId(),
                scope,
                Measure.REQUESTS,
                max + 1,
                null,
                count,
                max,
                window,
                null,
                occurredAtMicros);
    }

    static UUID id(String policyId, long windowStartMicros, String threshold, Scope scope) {
        String name = policyId + "|" + windowStartMicros + "|" + threshold + "|" + scope.key();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Straight on from the start of the window; null where it has no end. */
    private static @Nullable Long projected(long used, Window window, long atMicros) {
        Long end = window.endMicros();
        if (end == null) {
            return null;
        }
        long length = end - window.startMicros();
        long elapsed = Math.min(length, Math.max(Micros.PER_SECOND, atMicros - window.startMicros()));
        return Amounts.scale(used, length, elapsed);
    }
}
