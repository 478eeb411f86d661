package io.millrace.client.fault;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway: publishes numbered records by two threads, over a spool, and prints each event id after publish has accepted
 * it, until it is killed. Arguments: Kafka's address, the registry's, the spool's directory, the number to begin after.
 */
final class PublishingChildMain {
    private static final int BURST_RECORDS = 20;
    private static final long BETWEEN_BURSTS_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private PublishingChildMain() {}

    public static void main(String[] arguments) {
        ClientSettings settings = ClientSettings.defaults(arguments[0], arguments[1], "killed-gateway")
                .spoolingTo(Path.of(arguments[2]));
        UsageClient client = UsageClient.start(settings, UsageTopic.TOPICS, new SystemClock());
        AtomicLong numbers = new AtomicLong(Long.parseLong(arguments[3]));
        Thread other = new Thread(() -> publish(client, numbers));
        other.start();
        publish(client, numbers);
    }

    private static void publish(UsageClient client, AtomicLong numbers) {
        while (true) {
            for (int i = 0; i < BURST_RECORDS; i++) {
                Usage usage = NumberedUsages.of(numbers.incrementAndGet());
                if (client.publish(usage) == PublishResult.ACCEPTED) {
                    print(usage);
                }
            }
            LockSupport.parkNanos(BETWEEN_BURSTS_NANOS);
        }
    }

    private static void print(Usage usage) {
        try {
            System.out.write((usage.eventId() + "\n").getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
