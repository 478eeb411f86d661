package io.millrace.standalone.command;

import io.millrace.standalone.audit.Audit;
import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.audit.StoreSums;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.view.AuditView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the conservation sums. */
@Command(name = "audit", description = "The conservation sums; exit code 1 when one differs.")
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private SystemOption system = new SystemOption();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
        try (Session session = Session.open(system);
                DatabaseAccess usage = DatabaseAccess.open(session.endpoints(), Login.OWNER);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            Records kafka = new Records(session.endpoints());
            AuditReport report = new Audit(kafka, session.topics(), new StoreSums(usage, billing)).run();
            System.out.print(json ? AuditView.json(report) : AuditView.table(report));
            return report.holds() ? 0 : 1;
        }
    }
}
