package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What stops a process without its knowing. Stateless. */
final class Signals {
    private Signals() {}

    /** It holds its connections and does nothing, as in a long pause of its machine. */
    static void freeze(Process process) throws IOException, InterruptedException {
        send(process, "STOP");
    }

    static void thaw(Process process) throws IOException, InterruptedException {
        send(process, "CONT");
    }

    private static void send(Process process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
