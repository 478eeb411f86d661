package io.millrace.alerts.kafka;

import io.millrace.alerts.AlertsSettings;
import io.millrace.alerts.Destination;
import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.send.Sender;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings what was given up to its destination once more, by the senders of the settings. What the destination asks to be told of
 * is not asked again: it was meant for it when it was given up. Thread-safe.
 */
public final class Redelivery implements AutoCloseable {
    private final Map<String, Sender> senders = new TreeMap<>();
    private final MessageReader reader;

    /** Asks nobody anything yet. */
    public Redelivery(AlertsSettings settings, Topics topics, Clock clock) {
        reader = new MessageReader(AvroSerdes.at(settings.registry()), topics);
        for (Destination destination : settings.destinations()) {
            senders.put(destination.name(), destination.way().open(clock));
        }
    }

    /** One try, under the id of every try before; never throws for what the message, the receiver or the network does. */
    public Answer deliver(Undelivered undelivered) throws InterruptedException {
        Sender sender = senders.get(undelivered.destination());
        if (sender == null) {
            return refused("destination", undelivered.destination(), "one of " + senders.keySet());
        }
        ByteBuffer value = undelivered.rawValue();
        if (value == null) {
            return refused("value", "not kept", "the bytes of a message");
        }
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        try {
            return send(sender, reader.read(undelivered.source().topic(), bytes));
        } catch (RegistryException e) {
            return new Answer.Later("registry: " + e.getMessage(), null);
        } catch (RuntimeException e) {
            return new Answer.Refused("not readable: " + e.getMessage());
        }
    }

    private static Answer send(Sender sender, Message message) throws InterruptedException {
        try {
            return sender.send(message);
        } catch (RuntimeException e) {
            return new Answer.Refused("not sent: " + e);
        }
    }

    private static Answer refused(String thing, String value, String rule) {
        return new Answer.Refused(Expected.message(thing, value, rule));
    }

    @Override
    public void close() {
        senders.values().forEach(Sender::close);
    }
}
