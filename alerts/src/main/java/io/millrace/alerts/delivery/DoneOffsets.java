package io.millrace.alerts.delivery;

import io.millrace.schemas.error.Expected;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Which offsets of a partition are done with: all below a first open one, and ranges behind it. Fits beside a committed offset as a
 * text, so that what was done out of order is not done again after a restart. Not thread-safe.
 */
public final class DoneOffsets {
    /** Kafka takes 4,096 bytes of metadata with an offset by default. */
    private static final int TEXT_LENGTH_MAX = 4_000;

    /** First and last offset, both inclusive, of each range; apart from each other and above {@link #open}. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    private long open;
    private long next;

    /** @param open the first offset that is not done, and the next to be read */
    public DoneOffsets(long open) {
        this.open = open;
        next = open;
    }

    /**
     * As committed.
     *
     * @param text of {@link #text}
     * @throws IllegalArgumentException where it is none
     */
    public static DoneOffsets parse(long open, String text) {
        DoneOffsets done = new DoneOffsets(open);
        int start = 0;
        while (start < text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            done.addRange(text.substring(start, end));
            start = end + 1;
        }
        return done;
    }

    private void addRange(String range) {
        int dash = range.indexOf('-');
        try {
            long first = open + Long.parseLong(dash < 0 ? range : range.substring(0, dash));
            long last = dash < 0 ? first : open + Long.parseLong(range.substring(dash + 1));
            if (first <= open
                    || last < first
                    || (!ranges.isEmpty() && ranges.lastEntry().getValue() >= first - 1)) {
                throw new NumberFormatException(range);
            }
            ranges.put(first, last);
        } catch (NumberFormatException e) {
            throw Expected.illegal("done offsets", range, "rising ranges such as 2-5");
        }
    }

    /** The first offset that is not done: what is committed. */
    public long open() {
        return open;
    }

    public boolean contains(long offset) {
        Map.Entry<Long, Long> range = ranges.floorEntry(offset);
        return offset < open || (range != null && offset <= range.getValue());
    }

    public void add(long offset) {
        addAll(offset, offset);
    }

    /**
     * Reading has come to this offset: from where it stood up to here, there is nothing that could be done, such as the marks of
     * transactions, or what the log no longer holds.
     */
    public void reach(long offset) {
        if (offset > next) {
            addAll(next, offset - 1);
            next = offset;
        }
    }

    /** A message stands at this offset, and the next to be read behind it. */
    public void read(long offset) {
        reach(offset);
        next = Math.max(next, offset + 1);
    }

    private void addAll(long from, long to) {
        long first = Math.max(from, open);
        long last = to;
        if (first > last) {
            return;
        }
        Map.Entry<Long, Long> touching = ranges.floorEntry(last + 1);
        while (touching != null && touching.getValue() >= first - 1) {
            ranges.remove(touching.getKey());
            first = Math.min(first, touching.getKey());
            last = Math.max(last, touching.getValue());
            touching = ranges.floorEntry(last + 1);
        }
        if (first == open) {
            open = last + 1;
        } else {
            ranges.put(first, last);
        }
    }

    /** The ranges behind the first open offset, relative to it: {@code 2-5,9}. What does not fit is left out: it is done again. */
    public String text() {
        StringJoiner text = new StringJoiner(",");
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            long first = range.getKey() - open;
            long last = range.getValue() - open;
            String next = first == last ? Long.toString(first) : first + "-" + last;
            if (text.length() + next.length() + 1 > TEXT_LENGTH_MAX) {
                break;
            }
            text.add(next);
        }
        return text.toString();
    }
}
