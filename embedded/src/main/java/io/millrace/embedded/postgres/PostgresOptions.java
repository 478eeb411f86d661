package io.millrace.embedded.postgres;

import java.nio.file.Path;

/**
 * Where the server keeps everything it has, and where it listens.
 *
 * @param directory created if absent; data, unpacked binaries and the server's log are below it
 * @param port on 127.0.0.1; 0 takes a free one
 */
public record PostgresOptions(Path directory, int port) {}
