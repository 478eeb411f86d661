package io.millrace.standalone.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The data directory of the commands that work on kept data. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "directory that holds all data (default: ${DEFAULT-VALUE})")
    private Path directory = Path.of(".millrace");

    Path directory() {
        return directory;
    }
}
