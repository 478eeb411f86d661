package io.millrace.privacy.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CarrierTest {
    private static final long NOW = 1_772_323_200_000_000L;
    private static final Clock CLOCK = new Clock() {
        @Override
        public long nowMicros() {
            return NOW;
        }

        @Override
        public long tickNanos() {
            return 0;
        }
    };

    private final List<String> happened = new ArrayList<>();
    private @Nullable String waits;
    private Traces traces = new Traces(2, 0, Map.of("millrace.usage", Duration.ofDays(7)));

    @Test
    void stepsComeInOrderAndTheCertificateLast() {
        Optional<Certificate> certificate = carrier(null).carry(request(Subject.user("acme", Samples.pseudonym(1))));

        assertThat(happened)
                .containsExactly("KEYS", "SCOPES", "CALLS 1", "CALLS 2", "SET_ASIDE", "REJECTED", "certificate");
        assertThat(certificate).hasValueSatisfying(one -> {
            assertThat(one.json()).contains("millrace.usage", "at the latest 2026-03-08T00:00:00Z", "vacuum");
            assertThat(one.json() + one.text()).doesNotContain(Samples.pseudonym(1), "ledger");
        });
    }

    @Test
    void workspaceLosesItsAccountAndItsBooksAreKept() {
        Optional<Certificate> certificate = carrier(null).carry(request(Subject.workspace("acme")));

        assertThat(happened).endsWith("ACCOUNT", "certificate");
        assertThat(certificate).hasValueSatisfying(one -> assertThat(one.text()).contains("ledger", "7 years"));
    }

    @Test
    void heldRequestDoesNothing() {
        waits = "a legal hold";

        assertThat(carrier(null).carry(request(Subject.workspace("acme")))).isEmpty();

        assertThat(happened).containsExactly("held: a legal hold");
    }

    @Test
    void brokenStepIsDoneAgainByWhoeverComesNext() {
        Request request = request(Subject.user("acme", Samples.pseudonym(1)));
        assertThatThrownBy(() -> carrier("CALLS 2").carry(request)).hasMessage("CALLS 2");
        happened.clear();

        carrier(null).carry(request);

        assertThat(happened).contains("CALLS 2", "certificate");
    }

    @Test
    void nothingThatWasSealedFromTheFirstCallOnWasEverReadable() {
        traces = new Traces(0, 1, Map.of("millrace.usage", Duration.ofDays(7)));

        Optional<Certificate> certificate = carrier(null).carry(request(Subject.user("acme", Samples.pseudonym(1))));

        assertThat(certificate)
                .hasValueSatisfying(one -> assertThat(one.json())
                        .contains("at no time readable")
                        .doesNotContain("at the latest", "vacuum"));
    }

    @Test
    void deadlineIsInclusive() {
        Request request = request(Subject.workspace("acme"));
        long due = NOW + 30 * Micros.PER_DAY;
        assertThat(request.isOverdue(due - 1)).isFalse();
        assertThat(request.isOverdue(due)).isTrue();
    }

    private static Request request(Subject subject) {
        return Request.received(new UUID(0, 1), RequestKind.ERASE, Names.of(subject, null), null, null, "ops", NOW, 30);
    }

    /** @param broken what fails; null for nothing */
    private Carrier carrier(@Nullable String broken) {
        Map<Step, StepWork> works = new EnumMap<>(Step.class);
        for (Step step : Step.values()) {
            works.put(step, new Work(step, broken));
        }
        return new Carrier(new Log(), works, new Around(), CLOCK);
    }

    private final class Work implements StepWork {
        private final Step step;
        private final @Nullable String broken;

        Work(Step step, @Nullable String broken) {
            this.step = step;
            this.broken = broken;
        }

        @Override
        public List<String> parts(Request request) {
            return step == Step.CALLS ? List.of(" 1", " 2") : WHOLE;
        }

        @Override
        public void carry(Request request, String part) {
            if ((step + part).equals(broken)) {
                throw new IllegalStateException(broken);
            }
            happened.add(step + part);
        }
    }

    private final class Around implements Surroundings {
        @Override
        public Optional<String> waitsFor(Request request) {
            return Optional.ofNullable(waits);
        }

        @Override
        public Traces traces(Request request) {
            return traces;
        }
    }

    private final class Log implements RequestLog {
        @Override
        public Request receive(Request request) {
            return request;
        }

        @Override
        public List<Request> all() {
            return List.of();
        }

        @Override
        public void running(Request request, Step step) {}

        @Override
        public void held(Request request, String waitsFor) {
            happened.add("held: " + waitsFor);
        }

        @Override
        public void done(Request request, Certificate certificate, long nowMicros) {
            happened.add("certificate");
        }

        @Override
        public List<Done> done(Request request) {
            return List.of(new Done("usage_event", 2));
        }

        @Override
        public List<Request> toSweep(long finishedSinceMicros, long sweptBeforeMicros) {
            return List.of();
        }

        @Override
        public void swept(Request request, long nowMicros) {}
    }
}
