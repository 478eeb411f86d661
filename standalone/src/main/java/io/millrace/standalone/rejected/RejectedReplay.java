package io.millrace.standalone.rejected;

import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.RawPublishing;
import io.millrace.standalone.stack.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends refused records again, byte for byte, to the place in Kafka they came from. A record carries the id of its
 * refusal in a header, so that a second replay finds the first; a usage record is deduplicated by its event id besides.
 * The rejected topic is not changed. Not thread-safe.
 */
public final class RejectedReplay {
    private final Function<Topic<?>, SourceScan> scanned;
    private final Topics topics;
    private final Instant now;
    private final boolean again;
    private final Map<String, SourceScan> scans = new HashMap<>();

    /**
     * @param now to tell how old a refusal is
     * @param again also what was, or may have been, replayed before
     */
    public RejectedReplay(Records kafka, Topics topics, Instant now, boolean again) {
        this(topic -> SourceScan.of(kafka, topic), topics, now, again);
    }

    RejectedReplay(Function<Topic<?>, SourceScan> scanned, Topics topics, Instant now, boolean again) {
        this.scanned = scanned;
        this.topics = topics;
        this.now = now;
        this.again = again;
    }

    /** What would become of each, if it were replayed now. */
    public Map<Refusal, ReplayOutcome> plan(List<Refusal> refusals) {
        Map<Refusal, ReplayOutcome> outcomes = new LinkedHashMap<>();
        refusals.forEach(refusal -> outcomes.put(refusal, outcome(refusal)));
        return outcomes;
    }

    /** Sends what the plan says; returns when the broker has it all. */
    public void send(Map<Refusal, ReplayOutcome> plan, RawPublishing publishing) {
        plan.forEach((refusal, outcome) -> {
            if (outcome == ReplayOutcome.REPLAYED) {
                publishing.send(copy(refusal));
            }
        });
        publishing.await();
    }

    private ReplayOutcome outcome(Refusal refusal) {
        RejectedRecord record = refusal.record();
        SourcePlace source = record.source();
        Topic<?> topic = source == null ? null : topic(source.topic());
        if (source == null || topic == null) {
            return ReplayOutcome.NO_SOURCE;
        }
        if (record.rawValue() == null && record.rawKey() == null) {
            return ReplayOutcome.NOT_KEPT;
        }
        SourceScan scan = scans.computeIfAbsent(topic.name(), name -> scanned.apply(topic));
        if (!again && scan.hasReplayOf(refusal.id())) {
            return ReplayOutcome.REPLAYED_BEFORE;
        }
        if (scan.supersedes(source.partition(), record.rawKey(), source.offset())) {
            return ReplayOutcome.SUPERSEDED;
        }
        Duration kept = topic.retention();
        boolean old = kept != null && refusal.time().isBefore(now.minus(kept));
        return old && !again ? ReplayOutcome.TOO_OLD : ReplayOutcome.REPLAYED;
    }

    private @Nullable Topic<?> topic(String name) {
        return topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static ProducerRecord<byte[], byte[]> copy(Refusal refusal) {
        SourcePlace source = java.util.Objects.requireNonNull(refusal.record().source());
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                source.topic(),
                source.partition(),
                bytes(refusal.record().rawKey()),
                bytes(refusal.record().rawValue()));
        copy.headers().add(SourceScan.REPLAY_OF, refusal.id().toString().getBytes(StandardCharsets.UTF_8));
        return copy;
    }

    static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
