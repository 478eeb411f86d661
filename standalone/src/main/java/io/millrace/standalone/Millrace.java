package io.millrace.standalone;

import io.millrace.standalone.command.AclCommand;
import io.millrace.standalone.command.AuditCommand;
import io.millrace.standalone.command.BenchCommand;
import io.millrace.standalone.command.ChaosCommand;
import io.millrace.standalone.command.CreditCommand;
import io.millrace.standalone.command.DatabaseCommand;
import io.millrace.standalone.command.DemoCommand;
import io.millrace.standalone.command.EventsCommand;
import io.millrace.standalone.command.Failures;
import io.millrace.standalone.command.IdentitiesCommand;
import io.millrace.standalone.command.KeyCommand;
import io.millrace.standalone.command.LedgerCommand;
import io.millrace.standalone.command.PlanCommand;
import io.millrace.standalone.command.PolicyCommand;
import io.millrace.standalone.command.PriceCommand;
import io.millrace.standalone.command.ReconcileCommand;
import io.millrace.standalone.command.RejectedCommand;
import io.millrace.standalone.command.ReportCommand;
import io.millrace.standalone.command.RetentionCommand;
import io.millrace.standalone.command.SetupCommand;
import io.millrace.standalone.command.StatementCommand;
import io.millrace.standalone.command.SubjectCommand;
import io.millrace.standalone.command.UndeliveredCommand;
import io.millrace.standalone.command.UpCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 done, 1 failed, or an audit or a reconciliation that differs, 2 bad input. */
@Command(
        name = "millrace",
        description = "Meters LLM gateways: exact to the nano-dollar, from the call to the charge.",
        mixinStandardHelpOptions = true,
        // So that every command has --help.
        scope = ScopeType.INHERIT,
        version = "millrace 0.1.0",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            AuditCommand.class,
            ReportCommand.class,
            PriceCommand.class,
            PolicyCommand.class,
            PlanCommand.class,
            CreditCommand.class,
            ReconcileCommand.class,
            EventsCommand.class,
            KeyCommand.class,
            LedgerCommand.class,
            StatementCommand.class,
            RejectedCommand.class,
            UndeliveredCommand.class,
            SubjectCommand.class,
            DatabaseCommand.class,
            RetentionCommand.class,
            SetupCommand.class,
            IdentitiesCommand.class,
            AclCommand.class,
            BenchCommand.class,
            ChaosCommand.class
        })
public final class Millrace {
    private Millrace() {}

    public static void main(String[] arguments) {
        // Whatever the locale says: the marks and bars of the output are not ASCII.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Millrace())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::parameter)
                .setExecutionExceptionHandler(Failures::execution);
    }
}
