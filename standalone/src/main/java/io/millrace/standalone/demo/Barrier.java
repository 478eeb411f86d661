package io.millrace.standalone.demo;

import io.millrace.client.UsageClient;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until everything published so far is metered and its decisions are in the gateway's view. The simulated gateway
 * asks for verdicts only then, which makes a replay at full speed obey the same budgets at the same calls every time.
 */
final class Barrier {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 20;

    private final Admin admin;
    private final UsageClient client;
    private final Topics topics;
    private final String streamsGroup;
    private final Supplier<String> streamsState;
    private final Clock clock;

    Barrier(
            Admin admin,
            UsageClient client,
            Topics topics,
            String streamsGroup,
            Supplier<String> streamsState,
            Clock clock) {
        this.admin = admin;
        this.client = client;
        this.topics = topics;
        this.streamsGroup = streamsGroup;
        this.streamsState = streamsState;
        this.clock = clock;
    }

    /** Returns the end of each partition of the usage topic, all of it metered. */
    Map<Integer, Long> await() {
        try {
            require(client.flush(PATIENCE), "usage acknowledged by Kafka");
            Map<TopicPartition, Long> ends = ends();
            long deadline = clock.tickNanos() + PATIENCE.toNanos();
            while (!metered(ends)) {
                require(clock.tickNanos() < deadline, "usage metered by streams (" + streamsState.get() + ")");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            require(client.awaitDecisions(admin, PATIENCE), "decisions in the gateway's view");
            return usageEnds(ends);
        } catch (ExecutionException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "BARRIER", "kafka: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "BARRIER", "barrier: interrupted", e);
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (var topic : List.of(topics.usage(), topics.policies(), topics.workspaces(), topics.credits())) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                latest.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, ListOffsetsResultInfo> answers =
                admin.listOffsets(latest).all().get();
        Map<TopicPartition, Long> ends = new HashMap<>();
        answers.forEach((partition, answer) -> ends.put(partition, answer.offset()));
        return ends;
    }

    private boolean metered(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(streamsGroup)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
        });
    }

    private Map<Integer, Long> usageEnds(Map<TopicPartition, Long> ends) {
        Map<Integer, Long> usage = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (partition.topic().equals(topics.usage().name())) {
                usage.put(partition.partition(), end);
            }
        });
        return usage;
    }

    private static void require(boolean reached, String what) {
        if (!reached) {
            throw new MillraceException(
                    ErrorKind.INTERNAL,
                    "BARRIER",
                    what + ": not yet (expected: within " + PATIENCE.toSeconds() + " s)");
        }
    }
}
