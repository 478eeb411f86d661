package io.millrace.client.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallRecorderTest {
    private static final long NOW = 1_790_000_000_000_000L;

    private final TestingClock clock = new TestingClock(NOW);
    private final List<Usage> sink = new ArrayList<>();

    @Test
    void recordHasTheIdentityAndTheTimeOfItsCall() {
        CallIdentity identity =
                new CallIdentity(attribution(), CredentialMode.BRING_YOUR_OWN, null, Map.of("trace", "abc"));
        CallRecorder recorder = new CallRecorder(sink::add, () -> identity, clock);
        StartedCall started = requireNonNull(recorder.start());
        clock.advanceMicros(1_234);
        recorder.end(started, () -> ended("gpt", "gpt-served", Outcome.SUCCESS));

        Usage usage = sink.get(0);
        assertThat(usage.eventId()).isEqualTo(started.eventId());
        assertThat(usage.attribution()).isEqualTo(attribution());
        assertThat(usage.credentialMode()).isEqualTo(CredentialMode.BRING_YOUR_OWN);
        assertThat(usage.metadata()).containsExactly(Map.entry("trace", "abc"));
        assertThat(usage.timing().latencyMicros()).isEqualTo(1_234);
        assertThat(usage.occurredAtMicros()).isEqualTo(NOW + 1_234);
        assertThat(usage.tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(usage.usageSource()).isEqualTo(UsageSource.NONE);
        assertThat(recorder.counters()).isEqualTo(new RecorderCounters(1, 0, 0));
    }

    @Test
    void modelThatIsNotToldStandsInForTheOther() {
        assertThat(record(null, "served", Outcome.SUCCESS).call().modelRequested())
                .isEqualTo("served");
        assertThat(record("asked", null, Outcome.SUCCESS).call().modelServed()).isEqualTo("asked");
        assertThat(record("asked", null, Outcome.ERROR).call().modelServed()).isNull();
        assertThat(record(null, null, Outcome.ERROR).call().modelRequested()).isEqualTo("unknown");
    }

    @Test
    void nameThatIsNoIdentifierIsLeftOut() {
        assertThat(record("asked", "x".repeat(257), Outcome.SUCCESS).call().modelServed())
                .isEqualTo("asked");
        assertThat(record("line\nbreak", "served", Outcome.SUCCESS).call().modelRequested())
                .isEqualTo("served");
    }

    @Test
    void whatCannotBeRecordedIsCountedAndNeverThrown() {
        CallRecorder nobody = new CallRecorder(sink::add, () -> null, clock);
        assertThat(nobody.start()).isNull();
        assertThat(nobody.counters()).isEqualTo(new RecorderCounters(0, 1, 0));

        CallRecorder failing = new CallRecorder(
                sink::add,
                () -> {
                    throw new IllegalStateException("no request");
                },
                clock);
        assertThat(failing.start()).isNull();
        assertThat(failing.counters()).isEqualTo(new RecorderCounters(0, 1, 0));

        CallRecorder full = new CallRecorder(
                usage -> {
                    throw new IllegalStateException("full");
                },
                () -> CallIdentity.of(attribution()),
                clock);
        full.end(requireNonNull(full.start()), () -> ended("a", "a", Outcome.SUCCESS));
        full.end(requireNonNull(full.start()), () -> {
            throw new NoClassDefFoundError("of another version");
        });
        assertThat(full.counters()).isEqualTo(new RecorderCounters(0, 0, 2));
        assertThat(sink).isEmpty();
    }

    private Usage record(@Nullable String requested, @Nullable String served, Outcome outcome) {
        CallRecorder recorder = new CallRecorder(sink::add, () -> CallIdentity.of(attribution()), clock);
        recorder.end(requireNonNull(recorder.start()), () -> ended(requested, served, outcome));
        return sink.get(sink.size() - 1);
    }

    private static EndedCall ended(@Nullable String requested, @Nullable String served, Outcome outcome) {
        return new EndedCall(Operation.CHAT, "openai", requested, served, false, null, outcome, null, null, null);
    }

    private static Attribution attribution() {
        return new Attribution(
                "acme", "core", "k1." + "u".repeat(22), "key-7", KeyKind.SERVICE, null, "search", "test", null, null);
    }
}
