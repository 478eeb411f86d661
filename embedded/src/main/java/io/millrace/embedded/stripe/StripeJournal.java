package io.millrace.embedded.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.embedded.Directories;
import io.millrace.embedded.DirectoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of JSON lines, forced to the disk before anyone hears of what is in it. A last line that was not
 * written whole is cut off at the next start; nobody was told of it. Not thread-safe.
 */
final class StripeJournal implements AutoCloseable {
    private static final String FILE = "stripe.jsonl";
    private static final int ACCOUNT_CHARS = 12;

    private final FileChannel channel;
    private final String account;
    private final List<JournalEntry> entries;
    private long lengthBytes;

    private StripeJournal(FileChannel channel, String account, List<JournalEntry> entries, long lengthBytes) {
        this.channel = channel;
        this.account = account;
        this.entries = entries;
        this.lengthBytes = lengthBytes;
    }

    /**
     * Opens the journal of this directory, or begins one whose account the seed decides, if there is one.
     *
     * @throws DirectoryException when it cannot be used, is in use, or has a line in it that is no entry
     */
    static StripeJournal open(Path directory, @Nullable Long seed) {
        Path real = Directories.prepare("stripe", directory);
        Path file = real.resolve(FILE);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                throw new DirectoryException("stripe", directory, "one no other stand-in uses");
            }
            return read(channel, file, real, seed);
        } catch (IOException failed) {
            close(channel);
            throw new DirectoryException("stripe", directory, "a readable journal " + FILE, failed);
        } catch (DirectoryException unusable) {
            close(channel);
            throw unusable;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException inThisJvm) {
            return false;
        }
    }

    private static StripeJournal read(FileChannel channel, Path file, Path directory, @Nullable Long seed)
            throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = wholeLinesBytes(bytes);
        if (whole < bytes.length) {
            channel.truncate(whole);
            channel.force(true);
        }
        if (whole == 0) {
            return begin(channel, directory, seed);
        }
        List<String> lines =
                new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
        String account = JournalCodec.header(lines.get(0)).account();
        var entries = new ArrayList<JournalEntry>();
        for (int index = 1; index < lines.size(); index++) {
            entries.add(entry(lines.get(index), index + 1, directory));
        }
        return new StripeJournal(channel, account, entries, whole);
    }

    private static int wholeLinesBytes(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static JournalEntry entry(String line, int number, Path directory) {
        try {
            return JournalCodec.entry(line);
        } catch (JsonProcessingException malformed) {
            throw new DirectoryException(
                    "stripe", directory, "a JSON entry in line " + number + " of " + FILE, malformed);
        }
    }

    private static StripeJournal begin(FileChannel channel, Path directory, @Nullable Long seed) throws IOException {
        UUID uuid = seed == null ? UUID.randomUUID() : new UUID(new SplittableRandom(seed).nextLong(), seed);
        String account = uuid.toString().replace("-", "").substring(0, ACCOUNT_CHARS);
        var journal = new StripeJournal(channel, account.toLowerCase(Locale.ROOT), List.of(), 0);
        journal.write(JournalCodec.line(new JournalCodec.Header(journal.account)));
        try (FileChannel entryOfTheFile = FileChannel.open(directory, StandardOpenOption.READ)) {
            entryOfTheFile.force(true);
        }
        return journal;
    }

    /** Letters and digits that are this journal's own. */
    String account() {
        return account;
    }

    /** What was in it when it was opened. */
    List<JournalEntry> entries() {
        return entries;
    }

    /** Returns when the entry is on the disk; when it fails, the next one takes its place. */
    void append(JournalEntry entry) {
        try {
            write(JournalCodec.line(entry));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(String line) throws IOException {
        channel.truncate(lengthBytes);
        channel.position(lengthBytes);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
        int size = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
        lengthBytes += size;
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
