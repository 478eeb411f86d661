package io.millrace.sinks.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SignalFrameTest {
    @Test
    void frameComesBackAsItWas() {
        SignalFrame frame = SignalFrame.parse(new SignalFrame("alerts", 3, 1L << 40, bytes(1), bytes(2, 3)).bytes());

        assertThat(frame).hasToString("alerts-3@1099511627776");
        assertThat(frame.key()).containsExactly(1);
        assertThat(frame.value()).containsExactly(2, 3);
    }

    @Test
    void nothingIsNotTheSameAsEmpty() {
        SignalFrame frame = SignalFrame.parse(new SignalFrame("decisions", 0, 0, bytes(), null).bytes());

        assertThat(frame.key()).isEmpty();
        assertThat(frame.value()).isNull();
    }

    @Test
    void bytesThatAreNoFrameAreNamed() {
        assertThatThrownBy(() -> SignalFrame.parse(bytes(0, 9)))
                .hasMessage("frame: 2 bytes (expected: those of SignalFrame.bytes)");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
