package io.millrace.sinks.database;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database is well, but will never take these rows: asking again changes nothing. */
public final class DataFault extends Exception {
    /**
     * Classes of SQLState that speak of the rows: data exception, integrity constraint violation, and program limit
     * exceeded, which is what a text too long for an index gets.
     */
    private static final Set<String> CLASSES = Set.of("22", "23", "54");

    public DataFault(Exception cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether the database speaks of the rows, and not of itself. */
    public static boolean isOne(SQLException e) {
        return CLASSES.contains(sqlStateClass(e.getSQLState()));
    }

    private static String sqlStateClass(@Nullable String sqlState) {
        return sqlState == null || sqlState.length() < 2 ? "" : sqlState.substring(0, 2);
    }
}
