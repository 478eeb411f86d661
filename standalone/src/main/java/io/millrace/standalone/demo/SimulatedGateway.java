package io.millrace.standalone.demo;

import io.millrace.client.Call;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.workload.ApiKey;
import io.millrace.standalone.workload.Cast;
import io.millrace.standalone.workload.Emission;
import io.millrace.standalone.workload.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A gateway in front of simulated providers. Calls go through the real client, whose verdicts it obeys: a blocked call is
 * not made and leaves no record; a throttled one is counted and made. Malformed records come from a second, broken
 * producer, since the client would not let them through. Not thread-safe, but for its counters.
 */
final class SimulatedGateway implements AutoCloseable {
    private final UsageClient client;
    private final KafkaProducer<byte[], byte[]> broken;
    private final MalformedBytes malformed;
    private final String topic;
    private final Consumer<Verdicts> verdictListener;
    private final LongAdder published = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private Verdicts verdicts = Verdicts.NONE;
    private long calls;

    SimulatedGateway(
            Endpoints endpoints,
            UsageClient client,
            Topics topics,
            MalformedBytes malformed,
            Consumer<Verdicts> verdictListener) {
        this.client = client;
        this.verdictListener = verdictListener;
        this.malformed = malformed;
        this.topic = topics.usage().name();
        Map<String, Object> properties = endpoints.kafkaAccess().properties();
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        this.broken = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Asks for the verdict on every API key of the cast, as of a simulated instant. */
    Verdicts ask(Cast cast, long nowMicros) {
        Set<String> refusedKeys = new HashSet<>();
        Set<String> throttledKeys = new HashSet<>();
        for (Tenant tenant : cast.tenants()) {
            for (ApiKey key : tenant.keys()) {
                Verdict verdict = client.verdictAt(call(tenant, key), nowMicros).verdict();
                if (verdict == Verdict.BLOCK) {
                    refusedKeys.add(key.id());
                } else if (verdict == Verdict.THROTTLE) {
                    throttledKeys.add(key.id());
                }
            }
        }
        return new Verdicts(refusedKeys, throttledKeys);
    }

    void obey(Verdicts next) {
        verdicts = next;
        verdictListener.accept(next);
    }

    /** Makes the call, unless its key is blocked; sends nothing that is in Kafka already. */
    void handle(Emission emission, Published already) {
        Usage usage = emission.usage();
        if (emission instanceof Emission.Malformed bad) {
            sendMalformed(bad, already);
            return;
        }
        String key = usage.attribution().apiKeyId();
        if (key != null && verdicts.refusedKeys().contains(key)) {
            refused.increment();
            return;
        }
        if (key != null && verdicts.throttledKeys().contains(key)) {
            throttled.increment();
        }
        published.increment();
        if (emission instanceof Emission.Call) {
            calls++;
        }
        if (!already.take(usage.eventId().toString())) {
            publish(usage);
        }
    }

    /** Waits for what the broken producer has under way; the client is waited for by the barrier. */
    void flush() {
        broken.flush();
    }

    /** Calls that went through, each counted once; to be read by the playing thread. */
    long calls() {
        return calls;
    }

    long published() {
        return published.sum();
    }

    long refused() {
        return refused.sum();
    }

    long throttled() {
        return throttled.sum();
    }

    @Override
    public void close() {
        broken.close();
    }

    private void publish(Usage usage) {
        PublishResult result = client.publish(usage);
        if (result != PublishResult.ACCEPTED) {
            throw new MillraceException(
                    ErrorKind.RESOURCE,
                    "PUBLISH",
                    "publish: " + result + " (expected: ACCEPTED within the time allowed)");
        }
    }

    private void sendMalformed(Emission.Malformed bad, Published already) {
        byte[] bytes = malformed.of(bad.kind(), bad.usage());
        published.increment();
        if (!already.take(already.identity(bytes))) {
            byte[] key = bad.usage().workspaceId().getBytes(StandardCharsets.UTF_8);
            broken.send(new ProducerRecord<>(topic, key, bytes));
        }
    }

    private static Call call(Tenant tenant, ApiKey key) {
        return Call.of(tenant.id())
                .with(Dimension.API_KEY, key.id())
                .with(Dimension.TEAM, key.teamId())
                .with(Dimension.ENVIRONMENT, key.environment())
                .build();
    }
}
