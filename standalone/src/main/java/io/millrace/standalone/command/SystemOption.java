package io.millrace.standalone.command;

import io.millrace.standalone.stack.Connection;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** On which Millrace a command works: one that runs elsewhere, or that of a data directory. */
final class SystemOption {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--connect",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "a Millrace that runs elsewhere, such as compose.env says, in place of a data directory")
    private @Nullable Path connect;

    Path directory() {
        return data.directory();
    }

    /** Where secrets are kept that no server holds. */
    Path secrets() {
        Connection connection = connection();
        return connection == null ? directory() : connection.secrets();
    }

    /** Null where it is that of the directory. */
    @Nullable
    Connection connection() {
        return connect == null ? null : Connection.read(connect);
    }
}
