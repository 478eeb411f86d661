package io.millrace.standalone.rejected;

import io.millrace.schemas.topic.Cleanup;
import io.millrace.schemas.topic.Topic;
import io.millrace.standalone.stack.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What a source topic says about replays: which refusals are in it again, and the newest offset of each key. */
final class SourceScan {
    /** Header of a replayed record: the id of the refusal. */
    static final String REPLAY_OF = "millrace-replay-of";

    private record Key(int partition, ByteBuffer bytes) {}

    private final boolean compacted;
    private final Set<String> replayed = new HashSet<>();
    private final Map<Key, Long> newest = new HashMap<>();

    /** @param compacted whether the topic keeps only the newest value of a key */
    SourceScan(boolean compacted) {
        this.compacted = compacted;
    }

    static SourceScan of(Records kafka, Topic<?> topic) {
        SourceScan scan = new SourceScan(topic.cleanup() == Cleanup.COMPACT);
        kafka.forEachRaw(topic, Map.of(), scan::see);
        return scan;
    }

    boolean hasReplayOf(RejectedId id) {
        return replayed.contains(id.toString());
    }

    /** Whether the topic keeps only the newest value of a key, and has a newer one of this. */
    boolean supersedes(int partition, @Nullable ByteBuffer key, long offset) {
        Long latest = key == null ? null : newest.get(new Key(partition, key));
        return latest != null && latest > offset;
    }

    /** Takes the next record of the topic. */
    void see(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(REPLAY_OF);
        if (header != null) {
            replayed.add(new String(header.value(), StandardCharsets.UTF_8));
        }
        if (compacted && record.key() != null) {
            newest.put(new Key(record.partition(), ByteBuffer.wrap(record.key())), record.offset());
        }
    }
}
