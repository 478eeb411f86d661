package io.millrace.sinks.signal;

import io.millrace.schemas.error.Expected;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of Kafka with its place, as it goes from the source to the sink. In the job it is bytes, which Flink needs no
 * serializer of ours for.
 */
final class SignalFrame {
    private static final int NULL_LENGTH = -1;

    private final String topic;
    private final int partition;
    private final long offset;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;

    SignalFrame(String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.value = value;
    }

    static SignalFrame of(ConsumerRecord<byte[], byte[]> message) {
        return new SignalFrame(message.topic(), message.partition(), message.offset(), message.key(), message.value());
    }

    static SignalFrame parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new SignalFrame(in.readUTF(), in.readInt(), in.readLong(), read(in), read(in));
        } catch (IOException e) {
            throw Expected.illegal("frame", bytes.length + " bytes", "those of SignalFrame.bytes");
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(topic);
            out.writeInt(partition);
            out.writeLong(offset);
            write(out, key);
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    String topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    byte @Nullable [] key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }

    private static byte @Nullable [] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NULL_LENGTH ? null : in.readNBytes(length);
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(NULL_LENGTH);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }
}
