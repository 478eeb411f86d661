package io.millrace.embedded;

/** The port a server was told to use is not free, or may not be used by this user. */
public final class PortTakenException extends EmbeddedException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String server, int port, Throwable cause) {
        super(server + " port: " + port + " (expected: a free port on " + FreePort.HOST + ")", cause);
    }
}
