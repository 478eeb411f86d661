package io.millrace.standalone.command;

import io.millrace.billing.postgres.statement.StatementStore;
import io.millrace.billing.postgres.statement.StatementStore.Issued;
import io.millrace.billing.statement.StatementCsv;
import io.millrace.billing.statement.StatementHtml;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.stack.BillingAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The monthly statement of a workspace. */
@Command(
        name = "statement",
        description =
                "The monthly statement of a workspace: usage, credits, payments; final three days after the month.")
public final class StatementCommand implements Callable<Integer> {
    /** What it is written as. */
    enum Format {
        JSON,
        CSV,
        HTML
    }

    @Mixin
    private SystemOption system = new SystemOption();

    @Parameters(paramLabel = "WORKSPACE")
    private String workspace = "";

    @Option(names = "--month", required = true, description = "such as 2026-11, in the zone of the workspace")
    private String month = "";

    @Option(names = "--format", defaultValue = "JSON", description = "json, csv or html (default: json)")
    private Format format = Format.JSON;

    @Option(
            names = {"-o", "--output"},
            description = "file to write (default: the terminal)")
    private @Nullable Path output;

    @Override
    public Integer call() {
        YearMonth of = month(month);
        try (Session session = Session.open(system);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            StatementStore store = new StatementStore(billing.dataSource(), new SystemClock(), StatementStore.LATENESS);
            Issued issued = store.statement(workspace, of);
            write(issued);
        }
        return 0;
    }

    private void write(Issued issued) {
        String text = switch (format) {
            case JSON -> issued.json();
            case CSV -> StatementCsv.write(issued.statement());
            case HTML -> StatementHtml.write(issued.statement(), issued.sha256());
        };
        if (output == null) {
            System.out.print(text);
            return;
        }
        try {
            Files.writeString(output, text);
        } catch (IOException e) {
            String message = Expected.message("statement file", output, "a file that can be written");
            throw new MillraceException(ErrorKind.USER, "OUTPUT", message, e);
        }
        System.out.printf(
                "%s statement of %s for %s, usage %s, balance %s: %s%n",
                issued.statement().isFinal() ? "final" : "provisional",
                workspace,
                month,
                issued.statement().charge(),
                issued.statement().closing(),
                output);
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw MillraceException.user("MONTH", "--month", text, "a year and a month, such as 2026-11");
        }
    }
}
