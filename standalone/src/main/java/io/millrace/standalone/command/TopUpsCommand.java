package io.millrace.standalone.command;

import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.Charge;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Purchases of credit. */
@Command(
        name = "top-ups",
        description = "Show purchases of credit, the latest changed first; release one that is frozen.")
final class TopUpsCommand implements Callable<Integer> {
    @ParentCommand
    private CreditCommand credit = new CreditCommand();

    @Option(names = "--frozen", description = "only those that wait for a person")
    private boolean frozen;

    @Option(names = "--max", defaultValue = "50", description = "1 to 1000 (default: 50)")
    private int max;

    @Override
    public Integer call() {
        credit.onCredits(credits -> credits.recentCharges(frozen ? Integer.MAX_VALUE : max).stream()
                .filter(charge -> !frozen || charge.state() == TopUpState.FROZEN)
                .limit(max)
                .forEach(TopUpsCommand::print));
        return 0;
    }

    private static void print(Charge charge) {
        System.out.printf(
                "%s  %-16s %-20s %12s  %s  %s%n",
                charge.topUpId(),
                charge.state(),
                charge.workspaceId(),
                Money.ofCents(charge.amountCents()),
                GrantOptions.time(charge.updatedAtMicros()),
                Objects.requireNonNullElse(charge.error(), ""));
    }

    @Command(description = "Let the charger go on with a frozen top-up, after you looked at it: it asks Stripe first.")
    int release(
            @Parameters(paramLabel = "ID", description = "as `credit top-ups --frozen` shows it") UUID id,
            @Option(names = "--reason", required = true, description = "for the books") String reason) {
        credit.onCredits(credits -> {
            if (!credits.releaseTopUp(id, reason)) {
                throw MillraceException.user("NOT_FROZEN", "top-up", id, "one that is frozen");
            }
        });
        System.out.println("released " + id);
        return 0;
    }
}
