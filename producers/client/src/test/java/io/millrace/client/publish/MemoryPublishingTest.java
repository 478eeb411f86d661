package io.millrace.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Memory policies and the sender, stepped by hand. */
class MemoryPublishingTest {
    private static final PublishSettings DROPPING = PublishSettings.defaults();

    @Test
    void recordsLeaveInOrderStampedWithTimeSequenceAndKey() {
        PublishingRig rig = new PublishingRig(DROPPING);
        rig.publish(1);
        rig.clock.advanceMicros(7);
        rig.publish(2);
        rig.pump();

        List<ProducerRecord<byte[], byte[]>> sent = rig.producer().history();
        UsageRecord second = SentRecords.decode(sent.get(1).value());
        assertThat(sent).extracting(PublishingRig::key).containsExactly("acme", "acme");
        assertThat(sent).extracting(ProducerRecord::topic).containsOnly(PublishingRig.TOPIC);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L, 2L);
        assertThat(sent.get(0).value()).startsWith(0, 0, 0, 0, 1);
        assertThat(second.getTiming().getPublishedAtMicros()).isEqualTo(PublishingRig.NOW + 7);
        assertThat(second.getOrigin().getGatewayId()).isEqualTo("gateway-1");
        assertThat(second.getOrigin().getEpochMicros()).isEqualTo(PublishingRig.NOW);
    }

    @Test
    void oldestUnsentRecordMakesRoomAndIsCounted() {
        PublishingRig rig = new PublishingRig(DROPPING.buffering(4));
        publish(rig, 1, 2);
        rig.pump(); // half of the buffer is under way and cannot be dropped
        publish(rig, 3, 4, 5, 6, 7);
        ClientCounters full = rig.publisher.counters();
        acknowledgeAll(rig);
        rig.pump();

        assertThat(full.accepted()).isEqualTo(7);
        assertThat(full.dropped(DropCause.OLDEST)).isEqualTo(3);
        assertThat(full.pending()).isEqualTo(4);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L, 2L, 6L, 7L);
    }

    @Test
    void newRecordIsDroppedWhenAllOthersAreUnderWay() {
        PublishingRig rig = new PublishingRig(DROPPING.buffering(1));
        rig.publish(1);
        rig.pump();

        assertThat(rig.publish(2)).isEqualTo(PublishResult.DROPPED);
        assertThat(rig.publisher.counters().dropped(DropCause.BUFFER_FULL)).isEqualTo(1);
        assertThat(rig.publisher.counters().accepted()).isEqualTo(1);
    }

    @Test
    void bytesBoundTheBufferToo() {
        PublishSettings narrow = new PublishSettings(
                Backpressure.BLOCK,
                1_000,
                PublishSettings.BUFFER_BYTES_MIN,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                null);
        PublishingRig rig = new PublishingRig(narrow);
        int taken = 0;
        while (rig.publish(taken) == PublishResult.ACCEPTED) {
            taken++;
        }
        ClientCounters counters = rig.publisher.counters();

        assertThat(taken).isBetween(100, 400);
        assertThat(counters.pendingBytes()).isBetween(narrow.bufferBytes() - 600, narrow.bufferBytes());
        assertThat(counters.dropped(DropCause.BUFFER_FULL)).isEqualTo(1);
    }

    @Test
    void blockWithoutTimeLeftDropsTheNewRecord() {
        PublishingRig rig = new PublishingRig(DROPPING.buffering(1).blockingUpTo(Duration.ZERO));
        rig.publish(1);

        assertThat(rig.publish(2)).isEqualTo(PublishResult.DROPPED);
        assertThat(rig.publisher.counters().dropped()).containsEntry(DropCause.BUFFER_FULL, 1L);
    }

    @Test
    void registryAwayOnlyDelays() {
        PublishingRig rig = new PublishingRig(DROPPING);
        rig.registry.away(true);
        publish(rig, 1, 2);
        rig.pump();
        rig.pump();
        assertThat(rig.producers).isEmpty();
        assertThat(rig.registry.asked())
                .as("asked once until the pause is over")
                .isEqualTo(1);

        rig.clock.advanceMicros(200_000);
        rig.pump();
        rig.registry.away(false);
        rig.clock.advanceMicros(400_000);
        rig.pump();

        assertThat(rig.publisher.counters().registryRetries()).isEqualTo(2);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L, 2L);
    }

    @Test
    void recordKafkaRefusesForGoodIsCountedAndTheOthersGoOn() {
        PublishingRig rig = new PublishingRig(DROPPING);
        publish(rig, 1, 2);
        rig.pump();
        rig.producer().errorNext(new RecordTooLargeException("too large"));
        rig.producer().completeNext();
        publish(rig, 3);
        rig.pump();

        ClientCounters counters = rig.publisher.counters();
        assertThat(counters.refused()).isEqualTo(1);
        assertThat(counters.acknowledged()).isEqualTo(1);
        assertThat(counters.pending()).isEqualTo(1);
        assertThat(counters.producerRestarts()).isZero();
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void failedProducerIsReplacedAndOnlyWhatItDidNotAcknowledgeIsSentAgain() {
        PublishingRig rig = new PublishingRig(DROPPING);
        publish(rig, 1, 2, 3, 4);
        rig.pump();
        MockProducer<byte[], byte[]> first = rig.producer();
        first.completeNext();
        first.errorNext(new TopicAuthorizationException("no"));
        first.completeNext();
        rig.pump();
        assertThat(first.closed()).isTrue();
        assertThat(rig.producers).as("none before the pause is over").hasSize(1);

        publish(rig, 5);
        rig.clock.advanceMicros(200_000);
        rig.pump();

        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(2L, 4L, 5L);
        assertThat(rig.publisher.counters().producerRestarts()).isEqualTo(1);
        acknowledgeAll(rig);
        assertThat(rig.publisher.counters().acknowledged()).isEqualTo(5);
    }

    @Test
    void fatalErrorOfSendReplacesTheProducerToo() {
        PublishingRig rig = new PublishingRig(DROPPING);
        publish(rig, 1);
        rig.pump();
        rig.producer().sendException = new KafkaException("in an error state");
        publish(rig, 2, 3);
        rig.pump();
        rig.pump();
        rig.clock.advanceMicros(200_000);
        rig.pump();

        assertThat(rig.producers).hasSize(2);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void sendThatTimesOutIsMadeAgainWithTheSameProducer() {
        PublishingRig rig = new PublishingRig(DROPPING);
        publish(rig, 1);
        rig.pump();
        rig.producer().sendException = new TimeoutException("no metadata");
        publish(rig, 2, 3);
        rig.pump();
        rig.producer().sendException = null;
        rig.pump();

        assertThat(rig.producers).hasSize(1);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void producerThatCannotBeMadeIsMadeLater() {
        PublishingRig rig = new PublishingRig(DROPPING);
        rig.unmakeable = new IllegalStateException("no such host");
        publish(rig, 1);
        rig.pump();
        rig.pump();
        rig.unmakeable = null;
        rig.clock.advanceMicros(20_000_000);
        rig.pump();

        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L);
    }

    @Test
    void closedPublisherTakesNothingAndSaysWhatItCouldNotSend() {
        PublishingRig rig = new PublishingRig(DROPPING);
        publish(rig, 1, 2);
        rig.pump();
        rig.producer().completeNext();

        CloseReport report = rig.publisher.close(Duration.ZERO);

        assertThat(report).isEqualTo(new CloseReport(1, 0));
        assertThat(report.lost()).isEqualTo(1);
        assertThat(rig.publish(3)).isEqualTo(PublishResult.CLOSED);
        assertThat(rig.publisher.counters().dropped()).isEqualTo(counted(DropCause.CLOSED, 1));
        assertThat(rig.publisher.counters().refused())
                .as("a close is no refusal")
                .isZero();
        assertThat(rig.publisher.close(Duration.ZERO)).isEqualTo(report);
    }

    @Test
    void ageIsThatOfTheOldestRecordUnderWay() {
        PublishingRig rig = new PublishingRig(DROPPING);
        publish(rig, 1);
        rig.clock.advanceMicros(30);
        publish(rig, 2);
        rig.pump();
        rig.clock.advanceMicros(12);
        assertThat(rig.publisher.counters().oldestPendingMicros()).isEqualTo(42);

        acknowledgeAll(rig);
        rig.pump();
        assertThat(rig.publisher.counters().oldestPendingMicros()).isZero();
    }

    static Map<DropCause, Long> counted(DropCause cause, long records) {
        Map<DropCause, Long> counts = new java.util.EnumMap<>(DropCause.class);
        for (DropCause each : DropCause.values()) {
            counts.put(each, each == cause ? records : 0);
        }
        return counts;
    }

    private static void publish(PublishingRig rig, long... numbers) {
        List<PublishResult> results = new ArrayList<>();
        for (long number : numbers) {
            results.add(rig.publish(number));
        }
        assertThat(results).containsOnly(PublishResult.ACCEPTED);
    }

    private static void acknowledgeAll(PublishingRig rig) {
        while (rig.producer().completeNext()) {
            // one after the other
        }
    }
}
