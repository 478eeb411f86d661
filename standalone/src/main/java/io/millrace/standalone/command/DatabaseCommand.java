package io.millrace.standalone.command;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.maintenance.Maintenance;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.view.MaintenanceView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The database of calls and rollups. */
@Command(name = "database", description = "The tables of calls and rollups.")
public final class DatabaseCommand {
    private static final String PASSWORD = "MILLRACE_DATABASE_PASSWORD";

    @Mixin
    private SystemOption system = new SystemOption();

    /** Exit code 0 also where another session is at it. */
    @Command(description = "Make days ahead, write month reports, delete what the table retention says.")
    int maintain(
            @Option(names = "--url", description = "JDBC URL (default: the database of the data directory)") @Nullable
                    String url,
            @Option(
                            names = "--user",
                            description = "who logs in there: the owner, or a millrace_writer; password in " + PASSWORD)
                    @Nullable
                    String user) {
        if (url == null ^ user == null) {
            throw MillraceException.user("USER", "--user", String.valueOf(user), "--url and --user, or neither");
        }
        if (url != null) {
            maintain(url, Objects.requireNonNull(user), System.getenv(PASSWORD));
            return 0;
        }
        try (Session session = Session.open(system)) {
            maintain(session.endpoints().jdbcUrl(), Login.OWNER.role(), null);
            return 0;
        }
    }

    private static void maintain(String url, String user, @Nullable String password) {
        Database database = new Database(url, user, new Secret(password == null ? "" : password));
        database.migrate();
        try (Connection connection = database.connect()) {
            System.out.print(MaintenanceView.text(Maintenance.run(connection)));
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "database: no answer: " + e.getMessage(), e);
        }
    }
}
