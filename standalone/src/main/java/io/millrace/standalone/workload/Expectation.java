package io.millrace.standalone.workload;

import io.millrace.schemas.rating.Price;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a traffic will spend, from a first pass over its calls; over {@value #SAMPLE_MAX} of them evenly spread where
 * there are more, scaled up. Exact to the estimate up to that many. Not thread-safe.
 */
final class Expectation {
    private static final long SAMPLE_MAX = 200_000;

    private final Map<String, Long> chargeByWorkspace = new HashMap<>();
    private final Map<LocalDate, Long> warnedChargeByDay = new HashMap<>();
    private final Map<Long, Long> throttledCallsByWindow = new HashMap<>();
    private final Cast cast;
    private final long windowMicros;
    private final long stride;
    private long blockedKeyCharge;

    private Expectation(Traffic traffic, long windowMicros) {
        this.cast = traffic.cast();
        this.windowMicros = windowMicros;
        this.stride = 1 + (traffic.calls() - 1) / SAMPLE_MAX;
    }

    static Expectation of(Traffic traffic, List<Price> prices, long windowMicros) {
        Expectation expectation = new Expectation(traffic, windowMicros);
        CostEstimate estimate = new CostEstimate(prices);
        Map<String, Tenant> tenants = new HashMap<>();
        traffic.cast().tenants().forEach(tenant -> tenants.put(tenant.id(), tenant));
        for (long index = 0; index < traffic.calls(); index += expectation.stride) {
            Usage usage = traffic.call(index);
            Tenant tenant = tenants.get(usage.workspaceId());
            if (tenant != null) {
                expectation.add(usage, tenant.chargeNanoUsd(estimate.costNanoUsd(usage), usage.credentialMode()));
            }
        }
        return expectation;
    }

    long chargeNanoUsd(Tenant tenant) {
        return chargeByWorkspace.getOrDefault(tenant.id(), 0L) * stride;
    }

    /** Charge of the key that is to be blocked, nano-USD. */
    long blockedKeyChargeNanoUsd() {
        return blockedKeyCharge * stride;
    }

    /** Charge of the workspace that is to be warned in the most expensive day of its zone, nano-USD. */
    long warnedDayChargeNanoUsd() {
        return warnedChargeByDay.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0)
                * stride;
    }

    /** Calls of the key that is to be throttled in its busiest window. */
    long throttledWindowCalls() {
        return throttledCallsByWindow.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0)
                * stride;
    }

    private void add(Usage usage, long charge) {
        String workspace = usage.workspaceId();
        chargeByWorkspace.merge(workspace, charge, Long::sum);
        String key = String.valueOf(usage.attribution().apiKeyId());
        if (key.equals(Role.BLOCKED.keyOf(cast).id())) {
            blockedKeyCharge += charge;
        } else if (key.equals(Role.THROTTLED.keyOf(cast).id())) {
            throttledCallsByWindow.merge(usage.occurredAtMicros() / windowMicros, 1L, Long::sum);
        }
        Tenant warned = Role.WARNED.of(cast);
        if (workspace.equals(warned.id())) {
            LocalDate day = LocalDate.ofInstant(
                    Micros.toInstant(usage.occurredAtMicros()),
                    warned.workspace().zone());
            warnedChargeByDay.merge(day, charge, Long::sum);
        }
    }
}
