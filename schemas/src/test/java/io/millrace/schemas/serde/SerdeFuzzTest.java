package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.RandomAvro;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broken bytes are read or refused as unreadable, whatever they say about their own length. */
@Timeout(120)
class SerdeFuzzTest {
    private static final long ALLOCATED_BYTES_MAX = 256 * 1024;

    /** Avro's longs 2^31 - 1, -2^31, 2^62, and one that never ends. */
    private static final List<byte[]> LENGTHS = List.of(
            new byte[] {-2, -1, -1, -1, 0x0F},
            new byte[] {-1, -1, -1, -1, 0x0F},
            new byte[] {-128, -128, -128, -128, -128, -128, -128, -128, -128, 0x01},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});

    private final AvroSerdes serdes = new AvroSerdes(new FakeSchemaRegistry());

    @Test
    void brokenRecordsAreReadOrUnreadable() {
        for (Topic<?> topic : Topics.of(4).all()) {
            breakRecordsOf(topic);
        }
    }

    private <T extends SpecificRecord> void breakRecordsOf(Topic<T> topic) {
        Serializer<T> serializer = serdes.serializer(topic);
        Deserializer<T> deserializer = serdes.deserializer(topic);
        int[] unreadable = {0};
        Trials.run(2_000, random -> {
            byte[] good = serializer.serialize(topic.name(), RandomAvro.of(topic.valueType(), random));
            if (!reads(deserializer, topic, broken(good, random))) {
                unreadable[0]++;
            }
        });
        assertThat(unreadable[0]).isGreaterThan(500);
    }

    @Test
    void noLengthInARecordMakesTheReaderAllocateIt() {
        for (Topic<?> topic : Topics.of(4).all()) {
            claimLengthsIn(topic);
        }
    }

    private <T extends SpecificRecord> void claimLengthsIn(Topic<T> topic) {
        Serializer<T> serializer = serdes.serializer(topic);
        Deserializer<T> deserializer = serdes.deserializer(topic);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Trials.run(10, random -> {
            byte[] good = serializer.serialize(topic.name(), RandomAvro.of(topic.valueType(), random));
            assertThat(reads(deserializer, topic, good)).isTrue();
            // The first failure loads classes.
            assertThat(reads(deserializer, topic, Arrays.copyOf(good, good.length - 1)))
                    .isFalse();
            for (byte[] length : LENGTHS) {
                for (int at = ByteSink.HEADER_BYTES; at < good.length; at++) {
                    byte[] bad = spliced(good, at, length);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    reads(deserializer, topic, bad);
                    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                            .as("%s with a length at byte %d", topic.name(), at)
                            .isLessThan(ALLOCATED_BYTES_MAX);
                }
            }
        });
    }

    private static <T> boolean reads(Deserializer<T> deserializer, Topic<?> topic, byte[] bytes) {
        try {
            return deserializer.deserialize(topic.name(), bytes) != null;
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    private static byte[] broken(byte[] good, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(good, random.nextInt(good.length));
            case 1 -> flipped(good, random);
            case 2 -> spliced(good, random.nextInt(good.length), noise(random.nextInt(1, 12), random));
            default -> spliced(Arrays.copyOf(good, 5), 5, noise(random.nextInt(200), random));
        };
    }

    private static byte[] flipped(byte[] good, RandomGenerator random) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bad;
    }

    private static byte[] noise(int length, RandomGenerator random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** The inserted bytes in place of the one that was there. */
    private static byte[] spliced(byte[] good, int at, byte[] inserted) {
        int rest = Math.max(0, good.length - at - 1);
        byte[] bad = Arrays.copyOf(good, at + inserted.length + rest);
        System.arraycopy(inserted, 0, bad, at, inserted.length);
        System.arraycopy(good, good.length - rest, bad, at + inserted.length, rest);
        return bad;
    }
}
