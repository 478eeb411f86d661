package io.millrace.standalone.command;

import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Ends an account. */
@Command(
        name = "close",
        description = "Close an account: no more charges and grants, credit and debts settled, profile erased. "
                + "Asked again, it goes on; exit code 1 while it waits for something.")
final class CloseCommand implements Callable<Integer> {
    @ParentCommand
    private CreditCommand credit = new CreditCommand();

    @Parameters(paramLabel = "WORKSPACE")
    private String workspace = "";

    @Option(names = "--refund", description = "paid credit that is left goes back to who paid")
    private boolean refund;

    @Option(names = "--breakage", description = "paid credit that is left is kept; with --refund, what cannot go back")
    private boolean breakage;

    @Option(names = "--write-off", description = "what is owed is given up")
    private boolean writeOff;

    @Option(names = "--reason", required = true, description = "for the books")
    private String reason = "";

    @Override
    public Integer call() {
        CloseTerms terms = new CloseTerms(refund, breakage, writeOff, reason);
        Closing[] closing = new Closing[1];
        credit.onBilling(billing -> closing[0] = billing.accounts().close(workspace, terms));
        boolean closed = closing[0].state() == Closing.State.CLOSED;
        System.out.println(workspace + (closed ? "  closed" : "  waits for " + closing[0].waitsFor()));
        return closed ? 0 : 1;
    }
}
