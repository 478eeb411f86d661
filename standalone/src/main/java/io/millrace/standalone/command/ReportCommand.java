package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.sinks.query.Grouping;
import io.millrace.sinks.query.OverviewReader;
import io.millrace.sinks.query.ReportQuery;
import io.millrace.sinks.query.UsageReport;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.view.OverviewView;
import io.millrace.standalone.view.ReportTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the dashboards show, in the terminal: an overview; or usage, spend and latency line by line. */
@Command(
        name = "report",
        description = "An overview, drawn; or usage, spend or latency by model, workspace, feature or API key.")
public final class ReportCommand implements Callable<Integer> {
    /** What a report is about. */
    enum Subject {
        OVERVIEW,
        USAGE,
        SPEND,
        LATENCY
    }

    private static final int LINES = 50;
    private static final int OVERVIEW_LINES = 10;

    @Mixin
    private SystemOption system = new SystemOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "overview|usage|spend|latency",
            description = "what the report is about (default: overview)")
    private Subject subject = Subject.OVERVIEW;

    @Option(names = "--by", defaultValue = "model", description = "model, workspace, feature or api-key")
    private String by = "model";

    @Option(names = "--from", description = "first instant or day (UTC), such as 2026-11-01 or 2026-11-01T12:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", description = "first instant or day that is left out")
    private @Nullable String to;

    @Option(names = "--limit", description = "lines at most (default: 50; of an overview 10)")
    private @Nullable Integer limit;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
        if (json && subject == Subject.OVERVIEW) {
            throw MillraceException.user("JSON", "--json", "overview", "usage, spend or latency");
        }
        Instant since = InstantOption.parse("--from", from);
        Instant until = InstantOption.parse("--to", to);
        ReportQuery query = new ReportQuery(grouping(by), since, until, limit == null ? LINES : limit);
        try (Session session = Session.open(system);
                DatabaseAccess database = DatabaseAccess.open(session.endpoints(), Login.DASHBOARD)) {
            System.out.print(database.<String>read(connection -> text(connection, query)));
            return 0;
        }
    }

    private String text(Connection connection, ReportQuery query) throws SQLException {
        if (subject == Subject.OVERVIEW) {
            int lines = limit == null ? OVERVIEW_LINES : limit;
            return OverviewView.text(
                    OverviewReader.read(connection, query.from(), query.to(), lines), Terminal.interactive());
        }
        ReportTable table = table(connection, query);
        return json ? table.json() : table.text();
    }

    private ReportTable table(Connection connection, ReportQuery query) throws SQLException {
        return switch (subject) {
            case SPEND -> ReportTable.spend(by, UsageReport.spend(connection, query));
            case LATENCY -> ReportTable.latency(by, UsageReport.latency(connection, query));
            case USAGE, OVERVIEW -> ReportTable.usage(by, UsageReport.usage(connection, query));
        };
    }

    private static Grouping grouping(String text) {
        return switch (text) {
            case "model" -> Grouping.MODEL;
            case "workspace" -> Grouping.WORKSPACE;
            case "feature" -> Grouping.FEATURE;
            case "api-key" -> Grouping.API_KEY;
            default -> throw MillraceException.user("BY", "--by", text, "model, workspace, feature or api-key");
        };
    }
}
