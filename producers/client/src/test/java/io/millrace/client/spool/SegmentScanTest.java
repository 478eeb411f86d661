package io.millrace.client.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a scan makes of a segment that was torn or damaged, byte by byte. */
class SegmentScanTest {
    private static final int SIZE = 4 * 1024;
    private static final long BASE = 3L * SIZE;

    private record Written(int offset, int bytes, String body) {}

    private final ByteBuffer segment = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Written> written = new ArrayList<>();
    private int tail;

    @Test
    void wholeRecordsAreReadInOrder() {
        write(3, 100, 0, 57);

        SegmentScan scan = scan();

        assertThat(scan.records()).isEqualTo(4);
        assertThat(scan.recordBytes()).isEqualTo(tail);
        assertThat(scan.tail()).isEqualTo(tail);
        assertThat(scan.tornBytes() + scan.corruptBytes()).isZero();
        assertThat(readable()).isEqualTo(bodies());
    }

    @Test
    void recordsFromAnEarlierUseOfTheFileAreNotRead() {
        write(20, 20);
        SegmentScan elsewhere = SegmentScan.of(segment, BASE + SIZE, 0);

        assertThat(elsewhere.records()).isZero();
        assertThat(elsewhere.corruptFrames()).isEqualTo(1);
    }

    @Test
    void recordCutOffAtAnyStoreIsTornAndThoseAroundItAreKept() {
        write(30, 40);
        int torn = tail;
        Frames.putWord(segment, torn, Frames.head(BASE + torn, 25)); // reserved, and the process died
        segment.putLong(torn + Frames.ACCEPTED_AT, 1);
        tail += Frames.bytes(25);
        write(50); // another thread had finished

        SegmentScan scan = scan();

        assertThat(scan.records()).isEqualTo(3);
        assertThat(scan.tornBytes()).isEqualTo(Frames.bytes(25));
        assertThat(readable()).isEqualTo(bodies());
        assertThat(scan().tornBytes()).as("cut off, and not found again").isZero();
    }

    @Test
    void tailCutAtEveryByteKeepsExactlyTheRecordsBeforeIt() {
        write(11, 64, 33, 5);
        byte[] whole = bytes();
        for (int cut = 0; cut <= tail; cut++) {
            restore(whole);
            for (int i = cut; i < SIZE; i++) {
                segment.put(i, (byte) 0);
            }
            int end = cut;
            scan();

            // Bytes that were zeros anyway may be cut without loss.
            List<String> before = written.stream()
                    .filter(w -> zerosFrom(whole, end, w.offset() + w.bytes()))
                    .map(Written::body)
                    .toList();
            assertThat(readable()).as("cut at %d", cut).isEqualTo(before);
        }
    }

    @Test
    void flippedBitAtEveryPositionCostsOnlyItsOwnRecord() {
        write(11, 64, 33, 5);
        byte[] whole = bytes();
        for (int bit = 0; bit < (tail + 64) * Byte.SIZE; bit++) {
            restore(whole);
            int at = bit / Byte.SIZE;
            segment.put(at, (byte) (whole[at] ^ (1 << (bit % Byte.SIZE))));
            SegmentScan scan = scan();

            List<String> expected = written.stream()
                    .filter(w -> !holds(w, at))
                    .map(Written::body)
                    .toList();
            List<String> found = readable();
            assertThat(found).as("bit %d", bit).containsAll(expected).isSubsetOf(bodies());
            boolean padding = found.size() == written.size() && at < tail;
            assertThat(scan.corruptFrames() + (scan.tornBytes() > 0 ? 1 : 0))
                    .as("bit %d is noticed unless it is in padding", bit)
                    .isEqualTo(padding ? 0 : 1);
            scan();
            assertThat(readable()).as("a second scan after bit %d", bit).isEqualTo(found);
        }
    }

    @Test
    void randomDamageNeverYieldsARecordThatWasNotWritten() {
        Trials.run(3_000, random -> {
            restore(new byte[SIZE]);
            written.clear();
            tail = 0;
            int[] lengths = random.ints(1 + random.nextInt(12), 0, 200).toArray();
            write(lengths);
            for (int hits = random.nextInt(1, 20); hits > 0; hits--) {
                damage(random);
            }
            scan();
            List<String> found = readable();

            assertThat(found).isSubsetOf(bodies()).doesNotHaveDuplicates();
            scan();
            assertThat(readable()).isEqualTo(found);
        });
    }

    private void damage(RandomGenerator random) {
        int at = random.nextInt(SIZE);
        int length = Math.min(SIZE - at, 1 + random.nextInt(64));
        for (int i = at; i < at + length; i++) {
            segment.put(i, (byte) (random.nextBoolean() ? 0 : random.nextInt()));
        }
    }

    private void write(int... bodyLengths) {
        for (int length : bodyLengths) {
            byte[] key = {'k', (byte) written.size()};
            byte[] body = ("#" + written.size() + "x".repeat(length)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            int payload = key.length + body.length;
            long head = Frames.head(BASE + tail, payload);
            Frames.putWord(segment, tail, head);
            segment.putLong(tail + Frames.ACCEPTED_AT, 1_000 + tail);
            segment.put(tail + Frames.PAYLOAD, key);
            segment.put(tail + Frames.PAYLOAD + key.length, body);
            int crc = Frames.contentCrc(key, body, body.length);
            Frames.putWord(segment, tail + Frames.COMMIT, Frames.commit(crc, BASE + tail, 1_000 + tail, key.length));
            written.add(new Written(
                    tail, Frames.bytes(payload), new String(body, java.nio.charset.StandardCharsets.UTF_8)));
            tail += Frames.bytes(payload);
        }
    }

    private SegmentScan scan() {
        return SegmentScan.of(segment, BASE, 0);
    }

    /** What the cursor would read after the scan, without the files around it. */
    private List<String> readable() {
        List<String> bodies = new ArrayList<>();
        int offset = 0;
        int end = SegmentScan.of(segment, BASE, 0).tail();
        while (offset < end) {
            long head = Frames.word(segment, offset);
            if (Frames.isSkip(head)) {
                offset += Frames.stretchOf(head);
            } else {
                int payload = Frames.lengthOf(head);
                byte[] body = new byte[payload - 2];
                segment.get(offset + Frames.PAYLOAD + 2, body);
                bodies.add(new String(body, java.nio.charset.StandardCharsets.UTF_8));
                offset += Frames.bytes(payload);
            }
        }
        return bodies;
    }

    private List<String> bodies() {
        return written.stream().map(Written::body).toList();
    }

    private static boolean holds(Written record, int at) {
        return at >= record.offset() && at < record.offset() + record.bytes();
    }

    private static boolean zerosFrom(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] bytes() {
        byte[] copy = new byte[SIZE];
        segment.get(0, copy);
        return copy;
    }

    private void restore(byte[] bytes) {
        segment.put(0, bytes);
    }
}
