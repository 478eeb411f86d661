package io.millrace.client.fault;

import java.io.IOException;
import java.nio.file.Path;

/** Starts {@link PublishingChildMain} in a JVM of its own. */
final class PublishingChild {
    private PublishingChild() {}

    /** @param from the number to begin after */
    static Process start(FaultyCluster cluster, Path spool, long from) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishingChildMain.class.getName(),
                        cluster.bootstrapServers(),
                        cluster.registryUrl(),
                        spool.toString(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
