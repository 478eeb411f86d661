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
import java.util.concurrent.TimeUnit;
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
            message = reader.read(pending.item().topic(), pending.item().value());
            counters.held(null);
        } catch (RegistryException e) {
            return hold(pending, e);
        } catch (RuntimeException e) {
            return keep(pending.givenUp("not readable: " + e.getMessage()), null);
        }
        if (pending.givenUp() != null) {
            return keep(pending, message.id());
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
        long now = millis();
        Pending<ConsumerRecord<byte[], byte[]>> tried = pending.triedAgainAt(now);
        Duration pause = rule.pause(answer, tried.attempts(), Duration.ofMillis(now - pending.firstMillis()));
        if (pause == null) {
            return keep(tried.givenUp(why(answer)), message.id());
        }
        counters.retried();
        LOG.info(
                "{}: message {} not taken at try {}, again in {}: {}",
                destination,
                message.id(),
                tried.attempts(),
                pause,
                why(answer));
        return tried.at(now + pause.toMillis());
    }

    private static String why(Answer answer) {
        return answer instanceof Answer.Later later ? later.why() : ((Answer.Refused) answer).why();
    }

    /** Nothing can be read or kept now: neither the message's fault nor the receiver's. */
    private Pending<ConsumerRecord<byte[], byte[]>> hold(
            Pending<ConsumerRecord<byte[], byte[]>> pending, RuntimeException cause) {
        String why = destination + ": " + cause.getMessage();
        if (!why.equals(counters.held())) {
            LOG.warn("{}; tried again every {}", why, rule.max());
        }
        counters.held(why);
        return pending.at(millis() + rule.max().toMillis());
    }

    private @Nullable Pending<ConsumerRecord<byte[], byte[]>> keep(
            Pending<ConsumerRecord<byte[], byte[]>> pending, @Nullable String messageId) {
        ConsumerRecord<byte[], byte[]> record = pending.item();
        String why = String.valueOf(pending.givenUp());
        try {
            undelivered.keep(new Undelivered(
                    destination,
                    messageId,
                    new SourcePlace(record.topic(), record.partition(), record.offset()),
                    pending.attempts(),
                    RejectedRecord.detailOf(why),
                    clock.nowMicros(),
                    buffer(record.key()),
                    buffer(record.value())));
        } catch (MillraceException | RegistryException e) {
            return hold(pending, e);
        }
        counters.held(null);
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

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(clock.tickNanos());
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
