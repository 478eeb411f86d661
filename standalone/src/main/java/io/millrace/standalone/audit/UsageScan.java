package io.millrace.standalone.audit;

import io.millrace.avro.TokenCounts;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.RejectedMapping;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The audit's own count of the usage topic, made without any code of the streams module: what was refused (by its place
 * in the topic), what repeats an event id, what corrects another record, and what is left, which must have been metered.
 * Holds every event id in memory, about 200 bytes each.
 */
final class UsageScan {
    private static final int OFFSET_BITS = 48;

    private final Set<Long> rejectedPlaces = new HashSet<>();
    /** Of each event id what it counts for; of a corrected call, what its latest correction does. */
    private final Map<UUID, Sums> seen = new HashMap<>();

    private final Map<UUID, UUID> originals = new HashMap<>();
    private long records;
    private long rejected;
    private long repeats;
    private long corrections;
    private long unaccounted;
    private Sums metered = Sums.ZERO;

    private UsageScan() {}

    static UsageScan of(Records kafka, Topics topics) {
        UsageScan scan = new UsageScan();
        kafka.forEach(topics.rejected(), (record, value) -> {
            SourcePlace source =
                    value == null ? null : RejectedMapping.fromAvro(value).source();
            if (source != null && source.topic().equals(topics.usage().name())) {
                scan.rejectedPlaces.add(place(source.partition(), source.offset()));
            }
        });
        Deserializer<UsageRecord> deserializer = kafka.deserializer(topics.usage());
        kafka.forEachRaw(topics.usage(), Map.of(), record -> scan.count(record, deserializer));
        return scan;
    }

    long records() {
        return records;
    }

    long rejected() {
        return rejected;
    }

    long repeats() {
        return repeats;
    }

    /** Records that take the place of others. */
    long corrections() {
        return corrections;
    }

    /** Neither readable nor refused: always 0 when the guarantees hold. */
    long unaccounted() {
        return unaccounted;
    }

    /** Every call that was not refused, as its latest correction has it; money is not known here and 0. */
    Sums metered() {
        return metered;
    }

    private void count(ConsumerRecord<byte[], byte[]> record, Deserializer<UsageRecord> deserializer) {
        records++;
        if (rejectedPlaces.contains(place(record.partition(), record.offset()))) {
            rejected++;
            return;
        }
        try {
            UsageRecord usage = deserializer.deserialize(record.topic(), record.value());
            count(UUID.fromString(usage.getEventId()), usage);
        } catch (SerializationException | IllegalArgumentException e) {
            unaccounted++;
        }
    }

    private void count(UUID eventId, UsageRecord usage) {
        Sums own = sums(usage, 0, 0);
        if (seen.putIfAbsent(eventId, own) != null) {
            repeats++;
            return;
        }
        metered = metered.plus(own);
        if (usage.getCorrects() != null) {
            corrections++;
            UUID named = UUID.fromString(usage.getCorrects());
            UUID original = originals.getOrDefault(named, named);
            originals.put(eventId, original);
            Sums replaced = seen.replace(original, own);
            if (replaced == null) {
                unaccounted++;
            } else {
                metered = metered.minus(replaced);
            }
        }
    }

    static Sums sums(UsageRecord usage, long costNanoUsd, long chargeNanoUsd) {
        TokenCounts tokens = usage.getTokens();
        return new Sums(
                1,
                orZero(tokens.getInputTotal()),
                orZero(tokens.getOutputTotal()),
                orZero(tokens.getCacheRead()),
                costNanoUsd,
                chargeNanoUsd);
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private static long place(int partition, long offset) {
        return ((long) partition << OFFSET_BITS) | offset;
    }
}
