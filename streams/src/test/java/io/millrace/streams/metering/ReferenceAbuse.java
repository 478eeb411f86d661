package io.millrace.streams.metering;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Usage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** The signs of abuse of one policy of requests, found anew from the list of all calls at each call. */
final class ReferenceAbuse {
    private record Call(long at, boolean failed, boolean request, String address) {}

    private final Policy policy;
    private final List<Call> calls = new ArrayList<>();
    /** Hours since the epoch: one entry for each request that was not too late, and those of all calls. */
    private final List<Long> hours = new ArrayList<>();

    private final Set<Long> known = new HashSet<>();
    private final Set<String> fired = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private LocalDate day = LocalDate.MIN;
    final List<String> alerts = new ArrayList<>();

    ReferenceAbuse(Policy policy) {
        this.policy = policy;
    }

    void usage(Usage usage) {
        Outcome outcome = usage.result().outcome();
        boolean request = outcome != Outcome.REFUSED || usage.call().modelServed() != null;
        boolean failed = outcome == Outcome.ERROR || outcome == Outcome.TIMEOUT;
        Call call = new Call(
                usage.occurredAtMicros(),
                failed,
                request,
                String.valueOf(usage.attribution().clientIpPseudonym()));
        AbuseSignals signals = policy.abuse();
        if (signals.spike() != null) {
            spike(signals.spike(), call);
        }
        if (signals.addresses() != null && !call.address().equals("null")) {
            address(signals.addresses(), call);
        }
        if (signals.errors() != null && request) {
            calls.add(call);
            errors(signals.errors());
        }
    }

    private void spike(SpikeSignal signal, Call call) {
        long hour = call.at() / Micros.PER_HOUR;
        long newest = Math.max(hour, known.stream().mapToLong(h -> h).max().orElse(hour));
        if (newest - hour > 24) {
            return;
        }
        known.add(hour);
        if (call.request()) {
            hours.add(hour);
        }
        long n = Math.min(24, newest - known.stream().mapToLong(h -> h).min().orElse(hour));
        long used = hours.stream().filter(h -> h == newest).count();
        long before = hours.stream().filter(h -> h < newest && h >= newest - n).count();
        boolean far = used * 100 * n >= before * signal.meanPercent();
        if (hour == newest && n >= signal.historyHours() && used >= signal.amountMin() && far) {
            fire("SPIKE " + newest * Micros.PER_HOUR, used + "/" + before / n);
        }
    }

    private void address(AddressSignal signal, Call call) {
        LocalDate date = LocalDate.ofInstant(Micros.toInstant(call.at()), policy.zone());
        if (date.isBefore(day)) {
            return;
        }
        if (date.isAfter(day)) {
            addresses.clear();
            day = date;
        }
        addresses.add(call.address());
        if (addresses.size() > signal.maxAddresses()) {
            long start = Micros.of(date.atStartOfDay(policy.zone()).toInstant());
            fire("ADDRESSES " + start, addresses.size() + "/" + signal.maxAddresses());
        }
    }

    private void errors(ErrorSignal signal) {
        long length = signal.windowSeconds() * Micros.PER_SECOND;
        long latest = calls.stream().mapToLong(Call::at).max().orElseThrow();
        long failed = estimate(latest, length, true);
        if (failed > signal.errorCount() && failed * 100 > estimate(latest, length, false) * signal.requestPercent()) {
            fire("ERRORS " + latest / length * length, failed + "/" + signal.errorCount());
        }
    }

    private long estimate(long latest, long length, boolean failedOnly) {
        long tenth = length / 10;
        long slot = latest / tenth;
        LongPredicate within = at -> at / tenth > slot - 10;
        long oldest = count(failedOnly, at -> at / tenth == slot - 10);
        return count(failedOnly, within) + oldest * (tenth - latest % tenth) / tenth;
    }

    private long count(boolean failedOnly, LongPredicate when) {
        return calls.stream()
                .filter(call -> !failedOnly || call.failed())
                .filter(call -> when.test(call.at()))
                .count();
    }

    private void fire(String what, String how) {
        if (fired.add(what)) {
            alerts.add(what + " " + how);
        }
    }
}
