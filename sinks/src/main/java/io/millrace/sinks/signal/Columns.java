package io.millrace.sinks.signal;

import io.millrace.schemas.time.Micros;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Sets the columns of a row one after the other. Not thread-safe. */
final class Columns {
    private final PreparedStatement statement;
    private int last;

    Columns(PreparedStatement statement) {
        this.statement = statement;
    }

    Columns set(@Nullable Object value) throws SQLException {
        statement.setObject(++last, value instanceof Enum<?> name ? name.name() : value);
        return this;
    }

    /** An instant, or the nearest that the contract carries: windows without a start begin where time does. */
    Columns time(@Nullable Long micros) throws SQLException {
        return set(micros == null ? null : offset(micros));
    }

    /** The row is complete. */
    void addTo() throws SQLException {
        statement.addBatch();
        last = 0;
    }

    private static OffsetDateTime offset(long micros) {
        return Micros.toInstant(Micros.clamp(micros)).atOffset(ZoneOffset.UTC);
    }
}
