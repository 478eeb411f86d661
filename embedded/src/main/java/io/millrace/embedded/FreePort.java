package io.millrace.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Finds ports on loopback. A port found here is free at that moment only: whoever binds it next owns it. Thread-safe.
 */
public final class FreePort {
    /** The only address the embedded servers listen on. */
    public static final String HOST = "127.0.0.1";

    private static final int PORT_MAX = 65_535;

    private FreePort() {}

    /** A port that is free now. */
    public static int any() {
        try (ServerSocket socket = bind(0)) {
            return socket.getLocalPort();
        } catch (IOException noPort) {
            throw new EmbeddedException("free port: none (expected: one on " + HOST + ")", noPort);
        }
    }

    /**
     * The port a server should use: {@code requested} after a look whether it is free, or any free one when it is 0.
     *
     * @param server names the server in the message, e.g. {@code kafka}
     * @throws PortTakenException when the requested port is in use
     */
    public static int choose(String server, int requested) {
        if (requested == 0) {
            return any();
        }
        if (requested < 0 || requested > PORT_MAX) {
            throw new EmbeddedException(server + " port: " + requested + " (expected: 0 to " + PORT_MAX + ")");
        }
        try (ServerSocket socket = bind(requested)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw taken(server, requested, taken);
        }
    }

    /** The exception for a port that turned out to be taken when it was bound. */
    public static PortTakenException taken(String server, int port, Throwable cause) {
        return new PortTakenException(server, port, cause);
    }

    /** {@link #HOST}, whatever the machine prefers to call loopback. */
    public static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("address length: 4 (expected: 4 or 16)", impossible);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(address(), port));
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }
}
