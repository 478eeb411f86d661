package io.millrace.standalone.chaos.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final int SOON_MILLIS = 300;
    private static final int LATE_MILLIS = 10_000;

    private ServerSocket server;
    private Link link;

    @BeforeEach
    void startEcho() throws IOException {
        server = new ServerSocket(0, 10, FreePort.address());
        link = Link.open(0, server.getLocalPort());
        Thread echo = new Thread(this::serve, "echo");
        echo.setDaemon(true);
        echo.start();
    }

    @AfterEach
    void stop() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void bytesComeThroughAndTheEndToo() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, 7)).isEqualTo(7);
            client.shutdownOutput();
            assertThatThrownBy(() -> requireByte(client)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cutBreaksConnectionsAndRefusesNewOnesUntilItIsHealed() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, 1)).isEqualTo(1);
            link.cut(1);
            assertThatThrownBy(() -> requireByte(client)).isInstanceOf(IOException.class);
        }
        try (Socket client = connect()) {
            assertThatThrownBy(() -> requireByte(client)).isInstanceOf(IOException.class);
        }
        link.heal(1);
        try (Socket client = connect()) {
            assertThat(echoOf(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void stalledBytesArriveOnceItIsHealed() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, 1)).isEqualTo(1);
            link.stall(1);
            client.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> echoOf(client, 2)).isInstanceOf(SocketTimeoutException.class);
            link.heal(1);
            client.setSoTimeout(LATE_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void delayedBytesArriveLate() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoOf(client, 1)).isEqualTo(1);
            link.delay(1, 2L * SOON_MILLIS);
            client.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> echoOf(client, 2)).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(LATE_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void ofTwoFaultsEachEndsOnlyItself() throws IOException {
        link.stall(1);
        link.delay(2, 1);
        link.heal(2);
        try (Socket client = connect()) {
            client.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> echoOf(client, 3)).as("stalled still").isInstanceOf(SocketTimeoutException.class);
            link.heal(1);
            client.setSoTimeout(LATE_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void theWorstOfTwoFaultsHolds() throws IOException {
        link.cut(1);
        link.stall(2);
        try (Socket client = connect()) {
            assertThatThrownBy(() -> requireByte(client)).as("cut still").isInstanceOf(IOException.class);
        }
        link.heal(1);
        try (Socket client = connect()) {
            client.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> echoOf(client, 4)).as("stalled now").isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void serverThatIsAwayLooksAway() throws IOException {
        server.close();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> requireByte(client)).isInstanceOf(IOException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(FreePort.address(), link.port());
        client.setSoTimeout(LATE_MILLIS);
        return client;
    }

    private static int echoOf(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    /** An end is as good as a reset: what counts is that nothing comes, and not only for now. */
    private static void requireByte(Socket client) throws IOException {
        try {
            if (client.getInputStream().read() < 0) {
                throw new IOException("ended");
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after " + LATE_MILLIS + " ms", e);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread one = new Thread(() -> echo(socket), "echo-one");
                one.setDaemon(true);
                one.start();
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            for (int value = socket.getInputStream().read();
                    value >= 0;
                    value = socket.getInputStream().read()) {
                socket.getOutputStream().write(value);
            }
        } catch (IOException e) {
            // The client is gone, which is what some of these tests do.
        }
    }
}
