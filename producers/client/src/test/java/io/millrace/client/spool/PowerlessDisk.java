package io.millrace.client.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What is left when the power fails: files whose content and name were forced, with the bytes they had then. Of the sectors
 * written later each may have reached the disk or not, as the operating system liked. Thread-safe.
 */
final class PowerlessDisk implements Forcing {
    private static final int SECTOR_BYTES = 512;

    private final Map<Path, byte[]> forced = new HashMap<>();
    private final Set<Path> named = new HashSet<>();
    private int forces;
    private int failures;
    private Runnable afterNext = () -> {};

    @Override
    public synchronized void file(Path file, FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining()) {
            channel.read(content, content.position());
        }
        forced.put(file, content.array());
        forces++;
    }

    @Override
    public synchronized void directory(Path directory) {
        forced.keySet().stream()
                .filter(file -> directory.equals(file.toAbsolutePath().getParent()))
                .forEach(named::add);
        forces++;
    }

    @Override
    public void mapped(Path file, MappedByteBuffer bytes, int length) {
        Runnable then;
        synchronized (this) {
            forces++;
            if (failures > 0) {
                failures--;
                throw new UncheckedIOException(new IOException("the disk does not answer"));
            }
            byte[] content = forced.get(file);
            if (content != null) {
                bytes.get(0, content, 0, length);
            }
            then = afterNext;
            afterNext = () -> {};
        }
        then.run();
    }

    /** Calls that carried something to the disk, or failed to. */
    synchronized int forces() {
        return forces;
    }

    /** The next forces of mapped files fail. */
    synchronized void fail(int times) {
        failures = times;
    }

    /** Runs once, at the end of the next force of a mapped file: what is written in it was not forced. */
    synchronized void afterNextForce(Runnable action) {
        afterNext = action;
    }

    /** Puts what is left into another directory. */
    synchronized void fail(Path into, RandomGenerator random) throws IOException {
        Files.createDirectories(into);
        for (Path file : named) {
            byte[] content = Objects.requireNonNull(forced.get(file)).clone();
            if (Files.exists(file)) {
                mix(content, Files.readAllBytes(file), random);
            }
            Files.write(into.resolve(file.getFileName()), content);
        }
    }

    /** None of the later sectors, all of them, or some. */
    private static void mix(byte[] content, byte[] later, RandomGenerator random) {
        int part = random.nextInt(5);
        for (int at = 0; at + SECTOR_BYTES <= Math.min(content.length, later.length); at += SECTOR_BYTES) {
            boolean differs = !Arrays.equals(content, at, at + SECTOR_BYTES, later, at, at + SECTOR_BYTES);
            if (differs && random.nextInt(4) < part) {
                System.arraycopy(later, at, content, at, SECTOR_BYTES);
            }
        }
    }
}
