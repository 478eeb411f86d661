package io.millrace.standalone.command;

import io.millrace.billing.postgres.LedgerProof;
import io.millrace.billing.postgres.LedgerVerify;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.view.LedgerView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The ledger's own proof that no booked row was touched. */
@Command(name = "ledger", description = "The ledger: verify.")
public final class LedgerCommand {
    private static final String HASH = "[0-9a-f]{64}";

    @Mixin
    private SystemOption system = new SystemOption();

    @Command(description = "Compute every digest and hash again; exit code 1 when a booked row was touched.")
    int verify(
            @Option(names = "--head", description = "a head printed before, which must still be in the chain") @Nullable
                    String head,
            @Option(names = "--json", description = "print JSON") boolean json) {
        if (head != null && !head.matches(HASH)) {
            throw MillraceException.user("HEAD", "--head", head, "64 hexadecimal digits, as printed by ledger verify");
        }
        try (Session session = Session.open(system);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            LedgerProof proof = LedgerVerify.read(billing.dataSource(), head);
            System.out.print(json ? LedgerView.json(proof) : LedgerView.text(proof));
            return proof.holds() ? 0 : 1;
        }
    }
}
