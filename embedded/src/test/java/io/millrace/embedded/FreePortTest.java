package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class FreePortTest {
    @Test
    void zeroChoosesAPortThatCanBeBound() throws IOException {
        int port = FreePort.choose("kafka", 0);
        try (var socket = new ServerSocket(port, 1, FreePort.address())) {
            assertThat(socket.getLocalPort()).isEqualTo(port).isPositive();
        }
    }

    @Test
    void takenPortIsNamed() throws IOException {
        try (var socket = new ServerSocket(0, 1, FreePort.address())) {
            int port = socket.getLocalPort();
            assertThatThrownBy(() -> FreePort.choose("kafka", port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("kafka port: " + port + " (expected: a free port on 127.0.0.1)");
        }
    }

    @Test
    void portOutOfRangeIsNamed() {
        assertThatThrownBy(() -> FreePort.choose("kafka", 70_000))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage("kafka port: 70000 (expected: 0 to 65535)");
    }
}
