package io.millrace.standalone.chaos.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.FreePort;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final long PAUSE_MILLIS = 100;

    @TempDir
    private Path directory;

    private final AtomicInteger starts = new AtomicInteger();
    private final int port = FreePort.choose("stripe", 0);
    private final Fleet fleet = new Fleet(this::start, Path.of("done"), new SystemClock());

    private ChildProcess.Start start(Role role) {
        starts.incrementAndGet();
        List<String> arguments = List.of(directory.resolve("data").toString(), Integer.toString(port));
        return new ChildProcess.Start(
                role, directory.resolve("log"), directory.resolve("ready"), null, Map.of(), arguments);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void onlyAProcessThatRunsCanBePaused() throws InterruptedException {
        assertThatThrownBy(() -> fleet.pause(Role.STRIPE, PAUSE_MILLIS))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("stripe: not paused: it does not run");
        fleet.start(Role.STRIPE);
        assertThatCode(() -> fleet.pause(Role.STRIPE, PAUSE_MILLIS)).doesNotThrowAnyException();
        fleet.kill(Role.STRIPE);
        assertThatThrownBy(() -> fleet.pause(Role.STRIPE, PAUSE_MILLIS)).isInstanceOf(MillraceException.class);
    }

    @Test
    void nothingStartsOnceItIsClosed() {
        fleet.close();
        fleet.start(Role.STRIPE);
        assertThat(starts).hasValue(0);
    }
}
