package io.millrace.content;

import io.millrace.content.seal.CallBodies;
import io.millrace.content.seal.ContentKeys;
import io.millrace.content.store.ContentDatabase;
import io.millrace.content.store.ContentStore;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * For people: {@code generate} prints new keys; {@code read KEYS-FILE JDBC-URL USER EVENT-ID REASON} shows one call's bodies, which
 * the database writes down. The password comes from the variable {@code MILLRACE_CONTENT_READER_PASSWORD}.
 */
public final class ContentTool {
    private static final int READ_ARGUMENTS = 6;

    private ContentTool() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
        if (arguments.length == 1 && arguments[0].equals("generate")) {
            System.out.println(ContentKeys.generate());
        } else if (arguments.length == READ_ARGUMENTS && arguments[0].equals("read")) {
            System.exit(read(arguments));
        } else {
            System.err.println("content: " + String.join(" ", arguments)
                    + " (expected: generate, or read KEYS-FILE JDBC-URL USER EVENT-ID REASON)");
            System.exit(2);
        }
    }

    private static int read(String[] arguments) {
        Secret password = new Secret(System.getenv().getOrDefault("MILLRACE_CONTENT_READER_PASSWORD", ""));
        ContentDatabase database = new ContentDatabase(arguments[2], arguments[3], password);
        ContentStore store = new ContentStore(database, Duration.ofDays(1), new SystemClock());
        try {
            ContentKeys keys = ContentKeys.read(Path.of(arguments[1]));
            UUID event = UUID.fromString(arguments[4]);
            CallBodies bodies = store.read(event, arguments[5]).map(keys::open).orElse(null);
            System.out.println(bodies == null ? "none" : bodies.request() + System.lineSeparator() + bodies.response());
            return bodies == null ? 1 : 0;
        } catch (MillraceException | SQLException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }
}
