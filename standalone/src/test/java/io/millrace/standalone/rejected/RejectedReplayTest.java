package io.millrace.standalone.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a replay makes of each refusal: one case for each outcome, and which of them --again overrides. */
class RejectedReplayTest {
    private static final Topics TOPICS = Topics.of(2);
    private static final Topic<?> USAGE = TOPICS.usage();
    private static final Topic<?> POLICIES = TOPICS.policies();
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final RejectedId ID = new RejectedId(1, 17);

    private final Map<String, SourceScan> topics = new HashMap<>();

    private static Refusal refusal(@Nullable SourcePlace source, Instant at, @Nullable String key) {
        ByteBuffer bytes = key == null ? null : ByteBuffer.wrap(key.getBytes(UTF_8));
        return new Refusal(
                ID, new RejectedRecord(RejectReason.INVALID, "d", null, source, Micros.of(at), bytes, bytes));
    }

    private static Refusal of(Topic<?> topic, Instant at) {
        return refusal(new SourcePlace(topic.name(), 0, 5), at, "w/p");
    }

    private ReplayOutcome outcome(Refusal refusal, boolean again) {
        RejectedReplay replay = new RejectedReplay(
                topic -> topics.getOrDefault(topic.name(), new SourceScan(false)), TOPICS, NOW, again);
        return replay.plan(List.of(refusal)).getOrDefault(refusal, ReplayOutcome.NO_SOURCE);
    }

    private void assertAlways(ReplayOutcome expected, Refusal refusal) {
        assertThat(outcome(refusal, false)).isEqualTo(expected);
        assertThat(outcome(refusal, true)).isEqualTo(expected);
    }

    private void assertUnlessAgain(ReplayOutcome expected, Refusal refusal) {
        assertThat(outcome(refusal, false)).isEqualTo(expected);
        assertThat(outcome(refusal, true)).isEqualTo(ReplayOutcome.REPLAYED);
    }

    private SourceScan scan(Topic<?> topic, boolean compacted) {
        return topics.computeIfAbsent(topic.name(), name -> new SourceScan(compacted));
    }

    private static ConsumerRecord<byte[], byte[]> record(Topic<?> topic, int partition, long offset) {
        return new ConsumerRecord<>(topic.name(), partition, offset, "w/p".getBytes(UTF_8), new byte[] {1});
    }

    @Test
    void whatNeverWasInATopicOfTheCatalogueHasNoSource() {
        assertAlways(ReplayOutcome.NO_SOURCE, refusal(null, NOW, "k"));
        assertAlways(ReplayOutcome.NO_SOURCE, refusal(new SourcePlace("elsewhere", 0, 5), NOW, "k"));
    }

    @Test
    void whatWasTooLargeToKeepCannotBeReplayed() {
        assertAlways(ReplayOutcome.NOT_KEPT, refusal(new SourcePlace(USAGE.name(), 0, 5), NOW, null));
    }

    @Test
    void refusalOlderThanItsTopicKeepsRecordsIsReplayedOnlyWhenAskedTwice() {
        Instant oldest = NOW.minus(Duration.ofDays(7));
        assertAlways(ReplayOutcome.REPLAYED, of(USAGE, oldest));
        assertUnlessAgain(ReplayOutcome.TOO_OLD, of(USAGE, oldest.minusNanos(1_000)));
        assertAlways(ReplayOutcome.REPLAYED, of(POLICIES, NOW.minus(Duration.ofDays(29))));
    }

    @Test
    void replayedRefusalIsFoundByItsHeader() {
        ConsumerRecord<byte[], byte[]> other = record(USAGE, 0, 8);
        other.headers().add(SourceScan.REPLAY_OF, "1/16".getBytes(UTF_8));
        scan(USAGE, false).see(other);
        assertAlways(ReplayOutcome.REPLAYED, of(USAGE, NOW));
        ConsumerRecord<byte[], byte[]> same = record(USAGE, 0, 9);
        same.headers().add(SourceScan.REPLAY_OF, ID.toString().getBytes(UTF_8));
        scan(USAGE, false).see(same);
        assertUnlessAgain(ReplayOutcome.REPLAYED_BEFORE, of(USAGE, NOW));
    }

    @Test
    void newerValueOfTheKeyIsNeverWrittenOver() {
        scan(POLICIES, true).see(record(POLICIES, 0, 5));
        scan(POLICIES, true).see(record(POLICIES, 1, 9));
        assertAlways(ReplayOutcome.REPLAYED, of(POLICIES, NOW));
        scan(POLICIES, true).see(record(POLICIES, 0, 6));
        assertAlways(ReplayOutcome.SUPERSEDED, of(POLICIES, NOW));
        scan(USAGE, false).see(record(USAGE, 0, 6));
        assertAlways(ReplayOutcome.REPLAYED, of(USAGE, NOW));
    }
}
