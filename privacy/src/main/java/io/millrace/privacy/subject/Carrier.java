package io.millrace.privacy.subject;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries requests out, step by step. A process that dies leaves a request at a step; whoever comes next does that step again
 * and goes on. Two of them at once do the same things twice, which changes nothing. Thread-safe as far as its parts are.
 */
public final class Carrier {
    /** How long a certified erasure is looked after: what was on its way is in the tables by then, since late calls are refused. */
    public static final int SWEEP_DAYS = 40;

    /** What late records may have brought back. */
    private static final Set<Step> SWEPT = EnumSet.of(Step.SCOPES, Step.CALLS, Step.SET_ASIDE, Step.REJECTED);

    private final RequestLog log;
    private final Map<Step, StepWork> works;
    private final Surroundings surroundings;
    private final Clock clock;

    public Carrier(RequestLog log, Map<Step, StepWork> works, Surroundings surroundings, Clock clock) {
        this.log = log;
        this.works = Map.copyOf(works);
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /** The certificate; empty where the request is held. */
    public Optional<Certificate> carry(Request request) {
        Optional<String> waits = surroundings.waitsFor(request);
        if (waits.isPresent()) {
            log.held(request, waits.get());
            return Optional.empty();
        }
        List<Step> steps = Step.of(request.kind(), request.names().kind());
        for (Step step : steps) {
            log.running(request, step);
            carry(request, step);
        }
        return Optional.of(certify(request));
    }

    /** Writes down that a request is done, whose steps are. */
    public Certificate certify(Request request) {
        long now = clock.nowMicros();
        List<Kept> kept = request.kind() == RequestKind.ERASE
                ? Remainder.of(request, surroundings.traces(request), now)
                : List.of();
        Certificate certificate = new Certificate(request, now, log.done(request), kept);
        log.done(request, certificate, now);
        return certificate;
    }

    /** Carries out what is open and may go on, and looks through the stores again for what was erased lately, once a day each. */
    public void carryOpen() {
        log.all().stream()
                .filter(request -> request.isOpen() && request.kind() != RequestKind.EXPORT)
                .forEach(this::carry);
        long now = clock.nowMicros();
        for (Request request : log.toSweep(now - SWEEP_DAYS * Micros.PER_DAY, now - Micros.PER_DAY)) {
            sweep(request);
        }
    }

    private void sweep(Request request) {
        Step.of(request.kind(), request.names().kind()).stream()
                .filter(SWEPT::contains)
                .forEach(step -> carry(request, step));
        log.swept(request, clock.nowMicros());
    }

    private void carry(Request request, Step step) {
        StepWork work = works.get(step);
        if (work != null) {
            work.parts(request).forEach(part -> work.carry(request, part));
        }
    }
}
