package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final long NOW = 1_760_000_000_000_000L;
    private static final Serializer<UsageRecord> BYTES = (topic, record) -> new byte[] {1};

    private final TestingClock clock = new TestingClock(NOW);
    private final MockProducer<String, UsageRecord> producer =
            new MockProducer<>(false, new RoundRobinPartitioner(), new StringSerializer(), BYTES);

    @Test
    void fullBufferDropsAndCounts() {
        Publisher publisher = publisher(2);

        List<PublishResult> results = List.of(offer(publisher, 1), offer(publisher, 2), offer(publisher, 3));

        assertThat(results).containsExactly(PublishResult.ACCEPTED, PublishResult.ACCEPTED, PublishResult.DROPPED);
        assertThat(publisher.counters()).isEqualTo(new ClientCounters(2, 0, 1, 0));
    }

    @Test
    void closedPublisherTakesNothingMoreButSendsWhatItHas() {
        Publisher publisher = publisher(8);
        offer(publisher, 1);
        publisher.close();

        assertThat(offer(publisher, 2)).isEqualTo(PublishResult.CLOSED);
        publisher.run();
        producer.completeNext();

        assertThat(publisher.counters()).isEqualTo(new ClientCounters(1, 1, 1, 0));
    }

    @Test
    void recordsLeaveInOrderStampedWithTimeAndSequence() {
        Publisher publisher = publisher(8);
        offer(publisher, 1);
        offer(publisher, 2);
        clock.advanceMicros(7);
        publisher.close();
        publisher.run();

        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("acme", "acme");
        assertThat(producer.history().stream().map(ProducerRecord::value))
                .extracting(record -> record.getOrigin().getSequence())
                .containsExactly(1L, 2L);
        assertThat(producer.history().get(0).value().getTiming().getPublishedAtMicros())
                .isEqualTo(NOW + 7);
        assertThat(producer.history().get(0).value().getOrigin().getEpochMicros())
                .isEqualTo(NOW);
    }

    @Test
    void recordTheBrokerRefusesIsCountedAsFailed() throws InterruptedException {
        Publisher publisher = publisher(8);
        offer(publisher, 1);
        publisher.close();
        publisher.run();
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(publisher.counters()).isEqualTo(new ClientCounters(1, 0, 0, 1));
        assertThat(publisher.awaitIdle(Duration.ZERO)).isTrue();
    }

    private PublishResult offer(Publisher publisher, long number) {
        return publisher.offer(Samples.usage("acme", NOW, number, 10, 5));
    }

    private Publisher publisher(int buffer) {
        ClientSettings defaults = ClientSettings.defaults("none:9092", "http://none", "gateway-1");
        ClientSettings small = new ClientSettings(
                defaults.bootstrapServers(),
                defaults.registryUrl(),
                defaults.gatewayId(),
                buffer,
                Backpressure.DROP,
                Duration.ZERO,
                defaults.staleAfter(),
                defaults.onStale());
        return new Publisher(producer, "millrace.usage", small, clock);
    }
}
