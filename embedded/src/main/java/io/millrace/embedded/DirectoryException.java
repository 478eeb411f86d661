package io.millrace.embedded;

import java.nio.file.Path;

/** The directory a server was told to use cannot be used: unwritable, in use by another server, or with unreadable content. */
public final class DirectoryException extends EmbeddedException {
    private static final long serialVersionUID = 1L;

    public DirectoryException(String server, Path directory, String expected) {
        super(message(server, directory, expected));
    }

    public DirectoryException(String server, Path directory, String expected, Throwable cause) {
        super(message(server, directory, expected), cause);
    }

    private static String message(String server, Path directory, String expected) {
        return server + " directory: " + directory + " (expected: " + expected + ")";
    }
}
