package io.millrace.standalone.chaos.local;

import io.millrace.embedded.FreePort;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection point on loopback that passes bytes on to a server, and can be cut, stalled or slowed. Two threads for each
 * connection; what is under way when it is stalled arrives afterwards. Of the faults in force, each known by a number from 1, the
 * worst holds: a cut before a stall before a delay, the longest of delays. Thread-safe.
 */
final class Link implements AutoCloseable {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int BACKLOG = 200;
    private static final int CONNECT_MAX_MILLIS = 2_000;
    /** The number of the fault that never ends. */
    private static final int CLOSED = 0;

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private final Map<Integer, Effect> inForce = new HashMap<>();

    /** What becomes of the bytes. */
    private enum Weather {
        DELAYED,
        STALLED,
        CUT
    }

    /** What one fault does; milliseconds of a delay, else 0. */
    private record Effect(Weather weather, long delayMillis) {}

    private Link(ServerSocket listening, int serverPort) {
        this.listening = listening;
        this.server = new InetSocketAddress(FreePort.address(), serverPort);
    }

    /** @param port on 127.0.0.1 to listen on, 0 for a free one */
    static Link open(int port, int serverPort) {
        try {
            ServerSocket listening = new ServerSocket(port, BACKLOG, FreePort.address());
            Link link = new Link(listening, serverPort);
            daemon(link::accept);
            return link;
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "LINK", "port " + port + ": not free: " + e, e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Breaks every connection, and each new one at once. */
    void cut(int fault) {
        begin(fault, new Effect(Weather.CUT, 0));
        open.forEach(Link::abort);
    }

    /** Keeps connections, and passes nothing on. */
    void stall(int fault) {
        begin(fault, new Effect(Weather.STALLED, 0));
    }

    /** Passes each piece on so much later; milliseconds. */
    void delay(int fault, long millis) {
        begin(fault, new Effect(Weather.DELAYED, millis));
    }

    /** Ends what this fault does here, if anything; that of others stays. */
    void heal(int fault) {
        synchronized (changed) {
            inForce.remove(fault);
            changed.notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "LINK", "port " + port() + ": not closed: " + e, e);
        }
        cut(CLOSED);
    }

    private void begin(int fault, Effect effect) {
        synchronized (changed) {
            inForce.put(fault, effect);
            changed.notifyAll();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                daemon(() -> connect(client));
            } catch (IOException e) {
                // Closed, or a client that was gone before it was taken; either shows by itself.
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        open.add(upstream);
        try {
            awaitFair();
            upstream.connect(server, CONNECT_MAX_MILLIS);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            daemon(() -> pump(upstream, client));
            pump(client, upstream);
        } catch (IOException e) {
            // The server is not there: so it looks to the client too.
            end(client, upstream);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                TimeUnit.MILLISECONDS.sleep(awaitFair());
                out.write(piece, 0, read);
            }
        } catch (IOException e) {
            // One side is gone, and the other one learns of it below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    /** Returns how long to wait before passing on, milliseconds. */
    private long awaitFair() throws IOException {
        synchronized (changed) {
            while (has(Weather.STALLED) && !has(Weather.CUT)) {
                try {
                    changed.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
            if (has(Weather.CUT)) {
                throw new IOException("cut");
            }
            return inForce.values().stream()
                    .mapToLong(Effect::delayMillis)
                    .max()
                    .orElse(0);
        }
    }

    private boolean has(Weather weather) {
        return inForce.values().stream().anyMatch(effect -> effect.weather() == weather);
    }

    private void end(Socket one, Socket other) {
        open.remove(one);
        open.remove(other);
        abort(one);
        abort(other);
    }

    /** As a reset: whatever was not read yet is lost. */
    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(/* on= */ true, /* linger= */ 0);
            socket.close();
        } catch (IOException e) {
            // It was closed before.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        thread.start();
    }
}
