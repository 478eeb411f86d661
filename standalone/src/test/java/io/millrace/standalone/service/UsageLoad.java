package io.millrace.standalone.service;

import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.RawPublishing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Calls of a few workspaces, some hundred a second, until it is told to stop. */
final class UsageLoad implements AutoCloseable {
    private static final int WORKSPACES = 5;
    private static final int BATCH = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Endpoints endpoints;
    private final long now = new SystemClock().nowMicros();
    private final Thread thread = new Thread(this::publish, "load");
    private volatile boolean stop;
    private volatile int published;

    /** Of the model of the samples. */
    static Price price() {
        return new Price(
                "openai/gpt-4.1-mini@0",
                1,
                "openai",
                "gpt-4.1-mini",
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                List.of(
                        ComponentRate.base(Component.INPUT, Rate.parseUsdPerUnit("1e-6")),
                        ComponentRate.base(Component.OUTPUT, Rate.parseUsdPerUnit("4e-6"))),
                "test");
    }

    private UsageLoad(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    static UsageLoad start(Endpoints endpoints) {
        UsageLoad load = new UsageLoad(endpoints);
        load.thread.start();
        return load;
    }

    /** Calls that the broker has. */
    int published() {
        return published;
    }

    // One thread counts.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void publish() {
        try (RawPublishing raw = new RawPublishing(endpoints)) {
            var serializer = AvroSerdes.at(endpoints.registry()).serializer(LiveServices.TOPICS.usage());
            String topic = LiveServices.TOPICS.usage().name();
            while (!stop) {
                for (int i = 0; i < BATCH; i++) {
                    int number = published + i;
                    var usage = UsageMapping.toAvro(Samples.usage("w" + number % WORKSPACES, now, number, number, 7));
                    byte[] key = ("w" + number % WORKSPACES).getBytes(StandardCharsets.UTF_8);
                    raw.send(new ProducerRecord<>(topic, key, serializer.serialize(topic, usage)));
                }
                raw.await();
                published += BATCH;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop = true;
        thread.join();
    }
}
