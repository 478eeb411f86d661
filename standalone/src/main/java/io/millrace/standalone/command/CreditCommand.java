package io.millrace.standalone.command;

import io.millrace.schemas.money.Money;
import io.millrace.standalone.stack.BillingAccess;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prepaid credit. */
@Command(name = "credit", description = "Prepaid credit: grant, balance.")
public final class CreditCommand {
    @Mixin
    private DataOption data = new DataOption();

    @Command(description = "Grant credit to a workspace.")
    int grant(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "USD", description = "US dollars, such as 25.00") String amount,
            @Option(names = "--promotional", description = "a gift; burnt like paid credit, booked apart")
                    boolean promotional,
            @Option(names = "--key", description = "names the grant: the same key grants once (default: a new one)")
                    @Nullable
                    String key) {
        Money money = Money.parseUsd(amount);
        String name = key == null ? UUID.randomUUID().toString() : key;
        try (Session session = Session.open(data.directory());
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            boolean booked = billing.credits().grant(workspace, money, promotional, name);
            billing.publishCredits();
            System.out.printf(
                    "%s %s to %s, balance %s%n",
                    booked ? "granted" : "already granted",
                    money,
                    workspace,
                    billing.credits().balance(workspace));
        }
        return 0;
    }

    @Command(description = "Show the balance of a workspace and what is left of each grant.")
    int balance(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        try (Session session = Session.open(data.directory());
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            System.out.printf("%s  balance %s%n", workspace, billing.credits().balance(workspace));
            billing.credits()
                    .grants(workspace)
                    .forEach(grant -> System.out.printf(
                            "  grant %-12s %-12s granted %18s  left %18s  %s%n",
                            grant.grantId(), grant.kind(), grant.granted(), grant.remaining(), grant.source()));
        }
        return 0;
    }
}
