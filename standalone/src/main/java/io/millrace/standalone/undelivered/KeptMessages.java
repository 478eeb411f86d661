package io.millrace.standalone.undelivered;

import io.millrace.schemas.mapping.DeliveryMapping;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The undelivered topic, read from its beginning. A message that was delivered after all is followed, in its partition and under
 * its key, by a record without a value whose header names it.
 */
public final class KeptMessages {
    private static final String DELIVERED = "millrace-delivered";
    private static final Comparator<Kept> OLDEST_FIRST =
            Comparator.comparing(Kept::time).thenComparing(Kept::partition).thenComparing(Kept::offset);

    private KeptMessages() {}

    /** All there are, by when they were given up. */
    public static List<Kept> read(Records kafka, Topics topics) {
        List<Kept> found = new ArrayList<>();
        Set<String> delivered = new HashSet<>();
        kafka.forEach(topics.undelivered(), (record, value) -> {
            Header mark = record.headers().lastHeader(DELIVERED);
            if (value != null) {
                found.add(new Kept(record.partition(), record.offset(), DeliveryMapping.fromAvro(value), false));
            } else if (mark != null) {
                delivered.add(new String(mark.value(), StandardCharsets.UTF_8));
            }
        });
        found.replaceAll(kept -> delivered.contains(kept.id()) ? kept.asDelivered() : kept);
        found.sort(OLDEST_FIRST);
        return List.copyOf(found);
    }

    /** Says that it was delivered. */
    public static ProducerRecord<byte[], byte[]> mark(Kept kept, Topics topics) {
        ByteBuffer key = kept.message().rawKey();
        byte[] bytes = key == null ? null : new byte[key.remaining()];
        if (key != null) {
            key.get(bytes);
        }
        var mark = new ProducerRecord<byte[], byte[]>(topics.undelivered().name(), kept.partition(), bytes, null);
        mark.headers().add(DELIVERED, kept.id().getBytes(StandardCharsets.UTF_8));
        return mark;
    }
}
