package io.millrace.billing.postgres;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into one table by PostgreSQL's binary COPY: nothing is escaped, and the server parses no text. The
 * fields of a row come in the order of the columns. Not thread-safe.
 */
final class CopyRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NULL_LENGTH = -1;
    /** From 1970 to PostgreSQL's epoch, 2000-01-01T00:00:00Z. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private static final int EPOCH_DAYS = 10_957;

    private final String table;
    private final String columns;
    private final int fields;
    private byte[] bytes;
    private int size;
    private long rows;

    /** @param columns by name, with commas */
    CopyRows(String table, String columns, int rowsExpected) {
        this.table = table;
        this.columns = columns;
        fields = (int) columns.chars().filter(c -> c == ',').count() + 1;
        bytes = new byte[64 + Math.max(16, rowsExpected) * fields * 16];
        reserve(SIGNATURE.length);
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        size = SIGNATURE.length;
        int32(0); // flags
        int32(0); // length of the header's extension
    }

    void row() {
        int16(fields);
        rows++;
    }

    void bigint(long value) {
        int32(Long.BYTES);
        int64(value);
    }

    void none() {
        int32(NULL_LENGTH);
    }

    void uuid(UUID value) {
        int32(2 * Long.BYTES);
        int64(value.getMostSignificantBits());
        int64(value.getLeastSignificantBits());
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int32(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /** @param micros since 1970 */
    void timestamp(long micros) {
        bigint(Math.subtractExact(micros, EPOCH_MICROS));
    }

    /** @param days since 1970 */
    void date(long days) {
        int32(Integer.BYTES);
        int32(Math.toIntExact(days - EPOCH_DAYS));
    }

    /** Writes all rows, in the transaction of the handle. */
    void write(Handle handle) {
        if (rows == 0) {
            return;
        }
        int16(-1);
        try {
            CopyIn copy = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
            copy.writeToCopy(bytes, 0, size);
            long written = copy.endCopy();
            if (written != rows) {
                throw new IllegalStateException(
                        Expected.message("rows copied into " + table, written, Long.toString(rows)));
            }
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "COPY " + table + ": " + e.getMessage(), e);
        }
    }

    private void int16(int value) {
        reserve(Short.BYTES);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void int32(int value) {
        reserve(Integer.BYTES);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void int64(long value) {
        int32((int) (value >>> 32));
        int32((int) value);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
