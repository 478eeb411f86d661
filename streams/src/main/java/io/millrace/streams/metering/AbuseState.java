package io.millrace.streams.metering;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.usage.Usage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the signs of abuse of one policy have counted on one scope. Not thread-safe.
 *
 * @param spike null where the policy does not watch for it; so with the others
 */
public record AbuseState(
        String policyId,
        @Nullable SpikeHistory spike,
        @Nullable AddressSet addresses,
        @Nullable ErrorBurst errors) {

    /** For a new or changed policy; null where it watches for nothing. What was counted before is kept where it still fits. */
    static @Nullable AbuseState of(Policy policy, @Nullable AbuseState before) {
        AbuseSignals abuse = policy.abuse();
        if (abuse.equals(AbuseSignals.NONE)) {
            return null;
        }
        AbuseState known = before == null ? new AbuseState(policy.policyId(), null, null, null) : before;
        return new AbuseState(
                policy.policyId(),
                abuse.spike() == null ? null : known.spikeFor(policy),
                abuse.addresses() == null ? null : known.addressesOrNew(),
                abuse.errors() == null ? null : known.errorsFor(abuse.errors()));
    }

    /** Counts a call, and raises an alert for each sign that it completes. */
    void count(Policy policy, Scope scope, Usage usage, Rating rating, Consumer<BudgetAlert> alerts) {
        AbuseSignals signals = policy.abuse();
        if (spike != null && signals.spike() != null) {
            countSpike(spike, signals.spike(), policy, scope, usage, rating, alerts);
        }
        if (addresses != null && signals.addresses() != null) {
            countAddress(addresses, signals.addresses(), policy, scope, usage, alerts);
        }
        if (errors != null && signals.errors() != null) {
            countError(errors, signals.errors(), policy, scope, usage, alerts);
        }
    }

    private static void countSpike(
            SpikeHistory history,
            SpikeSignal signal,
            Policy policy,
            Scope scope,
            Usage usage,
            Rating rating,
            Consumer<BudgetAlert> alerts) {
        long at = usage.occurredAtMicros();
        SpikeHistory.Spike spike = history.add(at, Amounts.of(policy.measure(), usage, rating), signal);
        if (spike != null) {
            alerts.accept(Alerts.spike(policy, scope, signal, spike, at));
        }
    }

    private static void countAddress(
            AddressSet addresses,
            AddressSignal signal,
            Policy policy,
            Scope scope,
            Usage usage,
            Consumer<BudgetAlert> alerts) {
        String pseudonym = usage.attribution().clientIpPseudonym();
        if (pseudonym == null) {
            return;
        }
        long at = usage.occurredAtMicros();
        int count = addresses.add(at, policy.zone(), pseudonym, signal.maxAddresses());
        Window day = addresses.day();
        if (count > 0 && day != null) {
            alerts.accept(Alerts.addresses(policy, scope, signal, day, count, at));
        }
    }

    private static void countError(
            ErrorBurst burst,
            ErrorSignal signal,
            Policy policy,
            Scope scope,
            Usage usage,
            Consumer<BudgetAlert> alerts) {
        Window span = burst.add(usage, signal);
        if (span != null) {
            long at = usage.occurredAtMicros();
            alerts.accept(Alerts.errors(policy, scope, signal, span, burst.errorCount(), at));
        }
    }

    private SpikeHistory spikeFor(Policy policy) {
        return spike != null && spike.measure() == policy.measure() ? spike : new SpikeHistory(policy.measure());
    }

    private AddressSet addressesOrNew() {
        return addresses == null ? new AddressSet() : addresses;
    }

    private ErrorBurst errorsFor(ErrorSignal signal) {
        long length = ErrorBurst.lengthMicros(signal);
        return errors != null && errors.requests().lengthMicros() == length ? errors : new ErrorBurst(length);
    }
}
