package io.millrace.alerts.send;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;

/** A way out. Implementations are thread-safe and bound the time that a try takes. */
public interface Sender extends AutoCloseable {
    /** One try; never throws for what the receiver or the network does. */
    Answer send(Message message) throws InterruptedException;

    @Override
    default void close() {}
}
