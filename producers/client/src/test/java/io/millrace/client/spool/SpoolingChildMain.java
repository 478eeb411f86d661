package io.millrace.client.spool;

import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Appends numbers to a spool by two threads and prints each after append has returned, until it is killed. */
final class SpoolingChildMain {
    private SpoolingChildMain() {}

    public static void main(String[] arguments) {
        int segment = SpoolSettings.SEGMENT_BYTES_MIN;
        SpoolSettings settings = new SpoolSettings(
                Path.of(arguments[0]), segment, 1_000L * segment, FsyncPolicy.NONE, Duration.ofMillis(100));
        Spool spool = Spool.open(settings, "{\"type\":\"string\"}", new SystemClock());
        AtomicLong numbers = new AtomicLong(Long.parseLong(arguments[1]));
        Thread other = new Thread(() -> append(spool, numbers));
        other.start();
        append(spool, numbers);
    }

    private static void append(Spool spool, AtomicLong numbers) {
        while (true) {
            long number = numbers.incrementAndGet();
            byte[] body = (number + "x".repeat((int) (number % 300))).getBytes(StandardCharsets.US_ASCII);
            if (spool.append(new byte[] {'w'}, body, body.length, number, () -> {}) == AppendResult.TAKEN) {
                print(number);
            }
        }
    }

    private static void print(long number) {
        try {
            System.out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
