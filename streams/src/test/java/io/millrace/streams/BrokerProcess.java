package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a JVM of its own that goes away, or stops answering, and comes back at the same address. Not thread-safe. */
final class BrokerProcess implements Broker {
    private static final long STOP_MAX_SECONDS = 30;

    private final Path directory;
    private final int port = FreePort.any();
    private Process process;

    BrokerProcess(Path directory) throws IOException {
        this.directory = directory;
        this.process = launch();
    }

    /** Started again when it takes requests. It must have been stopped or killed. */
    void start() throws IOException {
        process = launch();
    }

    /** As an operator stops it. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** As kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void freeze() throws IOException, InterruptedException {
        Signals.freeze(process);
    }

    void thaw() throws IOException, InterruptedException {
        Signals.thaw(process);
    }

    @Override
    public String bootstrapServers() {
        return FreePort.HOST + ":" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Process launch() throws IOException {
        List<String> arguments = List.of(directory.toString(), Integer.toString(port));
        Process launched = new ProcessBuilder(StreamsProcess.command(BrokerMain.class, arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = launched.inputReader(StandardCharsets.US_ASCII);
        assertThat(output.readLine()).as("the broker's address").isEqualTo(bootstrapServers());
        return launched;
    }
}
