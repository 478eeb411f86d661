package io.millrace.alerts.kafka;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.delivery.Pending;
import io.millrace.alerts.delivery.RetryRule;
import io.millrace.alerts.message.Interest;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.send.Sender;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.time.Clock;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try to bring a record to one destination, with everything that can become of it. Thread-safe. */
final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    private final String destination;
    private final Interest interest;
    private final Sender sender;
    private final RetryRule rule;
    private final MessageReader reader;
    private final UndeliveredTopic undelivered;
    private final DeliveryCounters counters;
    private final Clock clock;

    Deliverer(
            String destination,
            Interest interest,
            Sender sender,
            RetryRule rule,
            MessageReader reader,
            UndeliveredTopic undelivered,
            DeliveryCounters counters,
            Clock clock) {
        this.destination = destination;
        this.interest = interest;
        this.sender = sender;
        this.rule = rule;
        this.reader = reader;
        this.undelivered = undelivered;
        this.counters = counters;
        this.clock = clock;
    }

    /** Returns what is to be tried again; null when the record is done with. */
    @Nullable
    Pending<ConsumerRecord<byte[], byte[]>> attempt(Pending<ConsumerRecord<byte[], byte[]>> pending)
            throws InterruptedException {
        Message message;
        try {
            message = reader.read(pending.item());
        } catch (RegistryException e) {
            return pending.at(clock.nowMillis() + rule.first().toMillis());
        } catch (RuntimeException e) {
            return giveUp(pending, null, "not readable: " + e.getMessage());
        }
        if (!interest.covers(message)) {
            counters.passedOver();
            return null;
        }
        return judge(pending, message, send(message));
    }

    private Answer send(Message message) throws InterruptedException {
        try {
            return sender.send(message);
        } catch (RuntimeException e) {
            // A message that a sender cannot put into its form must not keep the others waiting.
            LOG.warn("{}: message {} not sent", destination, message.id(), e);
            return new Answer.Refused("not sent: " + e);
        }
    }

    private @Nullable Pending<ConsumerRecord<byte[], byte[]>> judge(
            Pending<ConsumerRecord<byte[], byte[]>> pending, Message message, Answer answer) {
        if (answer instanceof Answer.Taken) {
            counters.delivered();
            return null;
        }
        long now = clock.nowMillis();
        int attempt = pending.attempts() + 1;
        Duration pause = rule.pause(answer, attempt, Duration.ofMillis(now - pending.firstTryMillis()));
        if (pause == null) {
            return giveUp(pending.triedAgainAt(now), message, why(answer));
        }
        counters.retried();
        LOG.info(
                "{}: message {} not taken at try {}, again in {}: {}",
                destination,
                message.id(),
                attempt,
                pause,
                why(answer));
        return pending.triedAgainAt(now + pause.toMillis());
    }

    private static String why(Answer answer) {
        return answer instanceof Answer.Later later ? later.why() : ((Answer.Refused) answer).why();
    }

    private @Nullable Pending<ConsumerRecord<byte[], byte[]>> giveUp(
            Pending<ConsumerRecord<byte[], byte[]>> pending, @Nullable Message message, String why) {
        ConsumerRecord<byte[], byte[]> record = pending.item();
        try {
            undelivered.keep(new Undelivered(
                    destination,
                    message == null ? null : message.id(),
                    new SourcePlace(record.topic(), record.partition(), record.offset()),
                    pending.attempts(),
                    RejectedRecord.detailOf(why),
                    clock.nowMicros(),
                    buffer(record.key()),
                    buffer(record.value())));
        } catch (MillraceException | RegistryException e) {
            LOG.warn("{}: {}", destination, e.getMessage());
            return pending.at(clock.nowMillis() + rule.first().toMillis());
        }
        counters.undelivered();
        LOG.warn(
                "{}: given up after {} tries, kept in millrace.undelivered: {}:{}:{}: {}",
                destination,
                pending.attempts(),
                record.topic(),
                record.partition(),
                record.offset(),
                why);
        return null;
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
