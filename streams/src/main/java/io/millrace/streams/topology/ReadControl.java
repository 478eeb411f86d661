package io.millrace.streams.topology;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.UnreadableRecordException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one of the topics that steer the metering, keeps its newest values as read where the step has a store, and
 * passes them on. What cannot be read is rejected and changes nothing.
 */
final class ReadControl<A> implements Processor<byte[], byte[], Object, Object> {
    /** Turns a value into what travels on; a null value is a tombstone. */
    @FunctionalInterface
    interface Mapping<A> {
        /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
        Input map(String key, @Nullable A value);
    }

    /**
     * Which topic, how it is read, and where it goes.
     *
     * @param store keeps the newest value of each key; null where nothing is kept
     */
    record Step<A>(
            String topic,
            Deserializer<A> deserializer,
            Mapping<A> mapping,
            @Nullable Store store,
            Node next) {}

    private final Step<A> step;
    private final Links links;
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Rejector rejector;
    private @Nullable KeyValueStore<String, byte[]> kept;

    ReadControl(Step<A> step, Links links) {
        this.step = step;
        this.links = links;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        rejector = new Rejector(initialized, links);
        Store store = step.store();
        kept = store == null ? null : initialized.getStateStore(store.id());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Received received = new Received(record);
        Input input = Initialized.of(rejector).admits(received) ? read(received) : null;
        if (input != null) {
            String key = String.valueOf(received.keyText());
            keep(key, received);
            Initialized.of(context)
                    .forward(
                            new Record<>(key, input, received.timestampMillis()),
                            step.next().id());
        }
    }

    private @Nullable Input read(Received received) {
        try {
            String key = received.keyText();
            if (key == null) {
                throw Expected.illegal(step.topic() + " key", null, "a key");
            }
            return step.mapping().map(key, step.deserializer().deserialize(step.topic(), received.value()));
        } catch (UnreadableRecordException e) {
            Initialized.of(rejector).reject(received, e);
        } catch (IllegalArgumentException e) {
            Initialized.of(rejector).rejectInvalid(received, e, null);
        }
        return null;
    }

    private void keep(String key, Received received) {
        KeyValueStore<String, byte[]> store = kept;
        if (store == null) {
            return;
        }
        byte[] value = received.value();
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, value);
        }
    }
}
