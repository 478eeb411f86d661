package io.millrace.billing.postgres;

import io.millrace.billing.ledger.EntryDigest;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Computes the digest of every entry and the hash of every link again, in one snapshot and in little memory. Any row that was
 * changed, added, taken away or moved shows, also when it was done by a superuser; unless the whole chain after it was made
 * anew, which shows to whoever kept a head.
 */
public final class LedgerVerify {
    private static final int FETCH = 5_000;
    private static final String LINKS = """
            SELECT c.seq, c.entry_id, c.prev_hash, c.hash, j.digest
            FROM billing.journal_chain c LEFT JOIN billing.journal j ON j.id = c.entry_id ORDER BY c.seq
            """;
    private static final String HEAD = """
            SELECT h.seq, h.hash, (SELECT count(*) FROM billing.journal), (SELECT count(*) FROM billing.journal_head)
            FROM billing.journal_head h
            """;

    private LedgerVerify() {}

    /** @param knownHead a head that was printed before, as hexadecimal digits; null for none */
    public static LedgerProof read(DataSource dataSource, @Nullable String knownHead) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                return proof(connection, knownHead);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "database: no answer: " + e.getMessage(), e);
        }
    }

    static LedgerProof proof(Connection connection, @Nullable String knownHead) throws SQLException {
        try (EntryScan scan = new EntryScan(connection, FETCH)) {
            Optional<String> broken = scan.firstBroken();
            if (broken.isEmpty()) {
                broken = firstBrokenLink(connection);
            }
            if (broken.isEmpty() && knownHead != null) {
                broken = unknownHead(connection, knownHead);
            }
            return new LedgerProof(
                    scan.batches(),
                    scan.bookings(),
                    scan.transfers(),
                    scan.archived(),
                    head(connection),
                    broken.orElse(null));
        }
    }

    private static Optional<String> firstBrokenLink(Connection connection) throws SQLException {
        byte[] before = EntryDigest.genesis();
        long sequence = 0;
        try (PreparedStatement statement = connection.prepareStatement(LINKS)) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sequence++;
                    long entry = row.getLong(2);
                    if (row.getLong(1) != sequence) {
                        return link(sequence, "missing", "links without a gap");
                    }
                    byte[] digest = row.getBytes(5);
                    byte[] hash = row.getBytes(4);
                    if (digest == null
                            || !Arrays.equals(before, row.getBytes(3))
                            || !Arrays.equals(hash, EntryDigest.link(before, sequence, entry, digest))) {
                        return link(sequence, "of entry " + entry, "the hash of its entry and of the link before");
                    }
                    before = hash;
                }
            }
        }
        return wrongHead(connection, sequence, before);
    }

    private static Optional<String> wrongHead(Connection connection, long sequence, byte[] last) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HEAD)) {
            if (!row.next() || row.getLong(1) != sequence || !Arrays.equals(row.getBytes(2), last)) {
                return link(sequence, "the last one", "the one that the head names");
            }
            return row.getLong(3) == sequence
                    ? Optional.empty()
                    : Optional.of(Expected.message(
                            "journal entries", row.getLong(3), "one for each of " + sequence + " links"));
        }
    }

    private static Optional<String> unknownHead(Connection connection, String knownHead) throws SQLException {
        byte[] hash = HexFormat.of().parseHex(knownHead);
        if (Arrays.equals(hash, EntryDigest.genesis())) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM billing.journal_chain WHERE hash = ?")) {
            statement.setBytes(1, hash);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.empty()
                        : Optional.of(Expected.message(
                                "head", knownHead, "a link: entries were taken away, or the chain was made anew"));
            }
        }
    }

    private static String head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT hash FROM billing.journal_head")) {
            return row.next() ? HexFormat.of().formatHex(row.getBytes(1)) : "";
        }
    }

    private static Optional<String> link(long sequence, String found, String rule) {
        return Optional.of(Expected.message("link " + sequence, found, rule));
    }
}
