package io.millrace.standalone.command;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.sinks.query.Grouping;
import io.millrace.sinks.query.ReportQuery;
import io.millrace.sinks.query.UsageReport;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.view.ReportTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Usage, spend and latency, from the rollups. */
@Command(name = "report", description = "Usage, spend or latency by model, workspace, feature or API key.")
public final class ReportCommand implements Callable<Integer> {
    /** What a report is about. */
    enum Subject {
        USAGE,
        SPEND,
        LATENCY
    }

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "usage|spend|latency", description = "what the report is about")
    private Subject subject = Subject.USAGE;

    @Option(names = "--by", defaultValue = "model", description = "model, workspace, feature or api-key")
    private String by = "model";

    @Option(names = "--from", description = "first instant or day (UTC), such as 2026-11-01 or 2026-11-01T12:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", description = "first instant or day that is left out")
    private @Nullable String to;

    @Option(names = "--limit", description = "lines at most (default: ${DEFAULT-VALUE})")
    private int limit = 50;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
        ReportQuery query = new ReportQuery(
                grouping(by), InstantOption.parse("--from", from), InstantOption.parse("--to", to), limit);
        try (Session session = Session.open(data.directory());
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics());
                Connection connection = billing.dataSource().getConnection()) {
            ReportTable table = table(connection, query);
            System.out.print(json ? table.json() : table.text());
            return 0;
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "database: no answer: " + e.getMessage(), e);
        }
    }

    private ReportTable table(Connection connection, ReportQuery query) throws SQLException {
        return switch (subject) {
            case USAGE -> ReportTable.usage(by, UsageReport.usage(connection, query));
            case SPEND -> ReportTable.spend(by, UsageReport.spend(connection, query));
            case LATENCY -> ReportTable.latency(by, UsageReport.latency(connection, query));
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
