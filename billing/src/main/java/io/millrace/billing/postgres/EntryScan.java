package io.millrace.billing.postgres;

import io.millrace.billing.ledger.EntryDigest;
import io.millrace.schemas.error.Expected;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Walks through entries, transfers and dead letters side by side, in the order of the entries. Used by one thread. */
final class EntryScan implements AutoCloseable {
    private static final String ENTRIES = """
            SELECT coalesce(j.id, b.id), (extract(epoch FROM j.booked_at) * 1000000)::bigint, j.transfers, j.digest,
                b.topic_id, b.part, b.from_off, b.to_off, b.drawdowns, b.total_nano::text,
                b.posted_at IS NOT NULL AND b.posted_at IS DISTINCT FROM j.booked_at AS moved, gone.day IS NOT NULL AS gone
            FROM billing.journal j FULL JOIN billing.batch b ON b.id = j.id
            LEFT JOIN billing.dropped_day gone ON gone.day = (j.booked_at AT TIME ZONE 'UTC')::date
            ORDER BY 1
            """;
    private static final String TRANSFERS = """
            SELECT id, cause, kind, debit_account, credit_account, amount_nano,
                (extract(epoch FROM booked_at) * 1000000)::bigint
            FROM billing.transfer ORDER BY id
            """;
    private static final String DEAD_LETTERS = """
            SELECT coalesce(batch_id, 0), off, reason, detail, raw FROM billing.dead_letter ORDER BY 1, 2
            """;
    private static final long LINE_MASK = (1L << PostingSql.LINE_BITS) - 1;

    private final Cursor entries;
    private final Cursor transfers;
    private final Cursor deadLetters;
    private long batches;
    private long bookings;
    private long transferCount;
    private long archived;

    EntryScan(Connection connection, int fetch) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET LOCAL enable_sort = off"); // the key of each day has the order
        }
        entries = new Cursor(connection, ENTRIES, fetch);
        transfers = new Cursor(connection, TRANSFERS, fetch);
        deadLetters = new Cursor(connection, DEAD_LETTERS, fetch);
    }

    /** Rows of one query, the present one in sight. */
    private static final class Cursor implements AutoCloseable {
        private final PreparedStatement statement;
        private final ResultSet row;
        private boolean there;

        Cursor(Connection connection, String sql, int fetch) throws SQLException {
            statement = connection.prepareStatement(sql);
            statement.setFetchSize(fetch);
            row = statement.executeQuery();
            next();
        }

        void next() throws SQLException {
            there = row.next();
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    long batches() {
        return batches;
    }

    long bookings() {
        return bookings;
    }

    long transfers() {
        return transferCount;
    }

    long archived() {
        return archived;
    }

    /** Reads up to the first entry that is not as it was booked; empty when all are. */
    Optional<String> firstBroken() throws SQLException {
        while (entries.there) {
            Optional<String> broken = entry(entries.row);
            if (broken.isPresent()) {
                return broken;
            }
            entries.next();
        }
        return strayBefore(Long.MAX_VALUE);
    }

    private Optional<String> entry(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        Optional<String> stray = strayBefore(id);
        if (stray.isPresent()) {
            return stray;
        }
        String name = name(row, id);
        byte[] wanted = row.getBytes(4);
        if (wanted == null || row.getBoolean("moved")) {
            return broken(name, "without its entry in the journal", "booked at its time");
        }
        EntryDigest digest = new EntryDigest(id, row.getLong(2));
        if (row.getString(5) == null) {
            bookings++;
        } else {
            batches++;
            batch(digest, row);
        }
        boolean gone = row.getBoolean("gone");
        long count = addTransfers(digest, id, row.getLong(2));
        addDeadLetters(digest, id);
        if (gone && count == 0) {
            archived++;
            return Optional.empty();
        }
        if (count != row.getLong(3)) {
            return broken(name, count + " transfers", row.getLong(3) + ", as booked, at the time of its entry");
        }
        return Arrays.equals(wanted, digest.finish())
                ? Optional.empty()
                : broken(name, "other rows than were booked", "rows of its digest");
    }

    private static void batch(EntryDigest digest, ResultSet row) throws SQLException {
        digest.batch(
                row.getObject(5, UUID.class),
                row.getInt(6),
                row.getLong(7),
                row.getLong(8),
                row.getInt(9),
                new BigInteger(row.getString(10)));
    }

    /** How many there are that were booked at the entry's time. */
    private long addTransfers(EntryDigest digest, long entry, long bookedAtMicros) throws SQLException {
        long count = 0;
        ResultSet row = transfers.row;
        while (transfers.there && row.getLong(1) >> PostingSql.LINE_BITS == entry) {
            if (row.getLong(7) == bookedAtMicros) {
                count++;
            }
            digest.transfer(
                    row.getLong(1) & LINE_MASK,
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6));
            transferCount++;
            transfers.next();
        }
        return count;
    }

    private void addDeadLetters(EntryDigest digest, long entry) throws SQLException {
        ResultSet row = deadLetters.row;
        while (deadLetters.there && row.getLong(1) == entry) {
            digest.deadLetter(row.getLong(2), row.getString(3), row.getString(4), row.getBytes(5));
            deadLetters.next();
        }
    }

    /** A transfer or dead letter below this entry that belongs to none. */
    private Optional<String> strayBefore(long entry) throws SQLException {
        if (transfers.there && transfers.row.getLong(1) >> PostingSql.LINE_BITS < entry) {
            return broken("transfer " + transfers.row.getLong(1), "of no entry", "one of the journal's");
        }
        if (deadLetters.there && deadLetters.row.getLong(1) < entry) {
            return broken("dead letter at offset " + deadLetters.row.getLong(2), "of no entry", "one of the journal's");
        }
        return Optional.empty();
    }

    private static String name(ResultSet row, long id) throws SQLException {
        if (row.getString(5) == null) {
            return "entry " + id;
        }
        return "batch " + id + " (partition " + row.getInt(6) + ", offsets " + row.getLong(7) + " to "
                + (row.getLong(8) - 1) + ")";
    }

    private static Optional<String> broken(String thing, String found, String rule) {
        return Optional.of(Expected.message(thing, found, rule));
    }

    @Override
    public void close() throws SQLException {
        entries.close();
        transfers.close();
        deadLetters.close();
    }
}
