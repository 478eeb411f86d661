package io.millrace.schemas.config;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;

/** Why a database could not be entered, in one line. Stateless. */
public final class DatabaseFault {
    /** SQLSTATE class of refused logins: 28000 and 28P01. */
    private static final String REFUSED = "28";

    private DatabaseFault() {}

    /** Of kind USER when the server refuses the login or is not believed, else EXTERNAL; the last cause has the words. */
    public static MillraceException of(String user, Throwable thrown) {
        boolean users = false;
        Throwable root = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            users |= cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(REFUSED);
            users |= cause instanceof GeneralSecurityException;
            root = cause;
        }
        return new MillraceException(
                users ? ErrorKind.USER : ErrorKind.EXTERNAL,
                "DATABASE_ACCESS",
                "database as " + user + ": " + String.valueOf(root.getMessage()).replaceAll("\\s+", " ")
                        + " (expected: PostgreSQL 14 or later that lets it in)",
                thrown);
    }
}
