package io.millrace.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** A record that Kafka's producer left behind others of its partition, and never speaks of again. */
class OvertakenTest {
    private static final long SECOND_MICROS = 1_000_000;

    @Test
    void producerThatLetsARecordBeOvertakenIsReplacedAndTheRecordSentAgain() {
        PublishingRig rig = new PublishingRig(PublishSettings.defaults());
        rig.forgotten = 1;
        publish(rig, 1, 2, 3);
        acknowledgeAll(rig);
        assertThat(rig.publisher.counters().acknowledged()).isEqualTo(2);

        wait(rig);

        assertThat(rig.producers).hasSize(2);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L);
        acknowledgeAll(rig);
        assertThat(rig.publisher.counters().acknowledged()).isEqualTo(3);
        assertThat(rig.publisher.counters().producerRestarts()).isEqualTo(1);
    }

    /** The last one of these has the settled ones behind the oldest swept out. */
    @Test
    void manyOvertakersAreSeenToo() {
        PublishingRig rig = new PublishingRig(PublishSettings.defaults());
        rig.forgotten = 1;
        for (int number = 1; number <= 1_027; number++) {
            publish(rig, number);
            acknowledgeAll(rig);
        }
        wait(rig);
        assertThat(PublishingRig.sequences(rig.producer())).containsExactly(1L);
    }

    @Test
    void recordsOfOtherKeysMayBeAcknowledgedBefore() {
        PublishingRig rig = new PublishingRig(PublishSettings.defaults());
        rig.forgotten = 1;
        rig.publish("slow", 1);
        publish(rig, 2, 3);
        acknowledgeAll(rig);
        wait(rig);
        assertThat(rig.producers).hasSize(1);
    }

    @Test
    void nothingIsOvertakenByARecordThatIsRefused() {
        PublishingRig rig = new PublishingRig(PublishSettings.defaults());
        rig.forgotten = 1;
        publish(rig, 1, 2);
        rig.producer().completeNext();
        rig.producer().errorNext(new RecordTooLargeException("too large"));
        wait(rig);
        assertThat(rig.producers).hasSize(1);
    }

    /** What an earlier producer acknowledged says nothing of the present one. */
    @Test
    void aReplacedProducerIsGivenTimeAgain() {
        PublishingRig rig = new PublishingRig(PublishSettings.defaults());
        rig.forgotten = 1;
        publish(rig, 1, 2);
        acknowledgeAll(rig);
        wait(rig);
        wait(rig);
        wait(rig);
        assertThat(rig.producers).hasSize(2);
    }

    private static void publish(PublishingRig rig, long... numbers) {
        for (long number : numbers) {
            rig.publish(number);
        }
        rig.pump();
    }

    private static void acknowledgeAll(PublishingRig rig) {
        while (rig.producer().completeNext()) {
            // each completes one
        }
        rig.pump();
    }

    /** Long enough for a look, and for the pause before the next producer. */
    private static void wait(PublishingRig rig) {
        rig.pump();
        rig.clock.advanceMicros(SECOND_MICROS);
        rig.pump();
        rig.clock.advanceMicros(SECOND_MICROS);
        rig.pump();
    }
}
