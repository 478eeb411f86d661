package io.millrace.standalone.command;

import io.millrace.billing.app.Credits;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.BalanceAt;
import io.millrace.billing.postgres.CreditStanding;
import io.millrace.billing.postgres.GrantUse;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.standalone.stack.BillingAccess;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prepaid credit. */
@Command(
        name = "credit",
        description =
                "Credit and what is owed: grant, recur, void, balance, trace, uses, terms, top-up, top-ups, recharge,"
                        + " close, reopen.",
        subcommands = {
            RecurCommand.class,
            TermsCommand.class,
            TopUpCommand.class,
            TopUpsCommand.class,
            RechargeCommand.class,
            CloseCommand.class
        })
public final class CreditCommand {
    @Mixin
    private SystemOption system = new SystemOption();

    @Command(description = "Grant credit to a workspace.")
    int grant(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "USD", description = "US dollars, such as 25.00") String amount,
            @Option(names = "--promotional", description = "a gift; burnt like paid credit, booked apart")
                    boolean promotional,
            @Option(names = "--trial", description = "a gift that a workspace gets once") boolean trial,
            @Option(names = "--key", description = "names the grant: the same key grants once (default: a new one)")
                    @Nullable
                    String key,
            @Option(names = "--from", description = "day or instant; pays usage from then on (default: any)") @Nullable
                    String from,
            @Option(names = "--expires", description = "day or instant; pays usage before it (default: any)") @Nullable
                    String expires,
            @Mixin GrantOptions options) {
        Money money = Money.parseUsd(amount);
        GrantKind gift = trial ? GrantKind.TRIAL : GrantKind.PROMOTIONAL;
        NewGrant grant = new NewGrant(
                workspace,
                money,
                promotional || trial ? gift : GrantKind.PAID,
                options.priority(),
                GrantOptions.microsOr(Grant.ALWAYS, "--from", from),
                GrantOptions.microsOr(Grant.NEVER, "--expires", expires),
                key == null ? UUID.randomUUID().toString() : key,
                options.applicability(),
                options.rollover());
        onCredits(credits -> {
            boolean booked = credits.grant(grant);
            System.out.printf(
                    "%s %s to %s, balance %s%n",
                    booked ? "granted" : "already granted", money, workspace, credits.balance(workspace));
        });
        return 0;
    }

    @Command(name = "void", description = "End a grant; what is left of it is booked out.")
    int voidGrant(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "GRANT", description = "number, as `credit balance` shows it") String grant,
            @Option(names = "--reason", required = true, description = "for the books") String reason) {
        onCredits(credits -> {
            boolean ended = credits.voidGrant(workspace, grant, reason);
            System.out.printf(
                    "%s grant %s, balance %s%n",
                    ended ? "voided" : "already voided", grant, credits.balance(workspace));
        });
        return 0;
    }

    @Command(description = "Show the balance of a workspace and what is left of each grant, now or at a moment.")
    int balance(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Option(names = "--at", description = "day or instant: what was booked until then") @Nullable String at) {
        onCredits(credits -> {
            if (at == null) {
                now(credits, workspace);
            } else {
                past(workspace, credits.balanceAt(workspace, GrantOptions.microsOr(0, "--at", at)));
            }
        });
        return 0;
    }

    private static void now(Credits credits, String workspace) {
        CreditStanding standing = credits.standing(workspace);
        System.out.printf(
                "%s  balance %s  owed %s  overdraft limit %s%s%n",
                workspace,
                standing.balance(),
                standing.overdraft(),
                standing.limit(),
                standing.overLimit() ? "  OVER LIMIT" : "");
        credits.grants(workspace).forEach(CreditCommand::print);
    }

    private static void print(GrantView grant) {
        System.out.printf(
                "  grant %-12s %-12s %-9s granted %18s  left %18s  expires %s  %s%n",
                grant.grantId(),
                grant.kind(),
                grant.state(),
                grant.granted(),
                grant.remaining(),
                GrantOptions.time(grant.expiresAtMicros()),
                grant.source());
    }

    private static void past(String workspace, BalanceAt then) {
        System.out.printf("%s  balance %s  owed %s%n", workspace, then.balance(), then.overdraft());
        new TreeMap<>(then.grants())
                .forEach((id, amount) -> System.out.printf("  grant %-12s left %18s%n", id, amount));
    }

    @Command(description = "Show which grants paid a drawdown.")
    int trace(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "DRAWDOWN", description = "its id, a UUID") UUID drawdown) {
        onCredits(credits -> credits.traceDrawdown(workspace, drawdown)
                .orElseThrow(() -> MillraceException.user(
                        "UNKNOWN_DRAWDOWN", "drawdown", drawdown, "a posted one of " + workspace))
                .forEach(CreditCommand::print));
        return 0;
    }

    @Command(description = "Show which drawdowns a grant paid, the latest first.")
    int uses(
            @Parameters(paramLabel = "GRANT", description = "number, as `credit balance` shows it") String grant,
            @Option(names = "--max", defaultValue = "100", description = "1 to 1000 (default: 100)") int max) {
        onCredits(credits -> credits.traceGrant(grant, null, max).forEach(CreditCommand::print));
        return 0;
    }

    private static void print(GrantUse use) {
        System.out.printf(
                "%s  drawdown %s  %18s  %s%n",
                GrantOptions.time(use.bookedAtMicros()),
                use.drawdownId(),
                use.amount(),
                use.grantId().isEmpty() ? "owed" : "grant " + use.grantId());
    }

    @Command(description = "Open an account again that was closed; what was ended stays ended.")
    int reopen(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Option(names = "--reason", required = true, description = "for the books") String reason) {
        onBilling(billing -> billing.accounts().reopen(workspace, reason));
        System.out.println(workspace + "  open");
        return 0;
    }

    /** What is booked is brought to Kafka before it ends. */
    void onCredits(Consumer<Credits> work) {
        onBilling(billing -> work.accept(billing.credits()));
    }

    /** The same for other parts of billing. */
    void onBilling(Consumer<BillingAccess> work) {
        open((session, billing) -> work.accept(billing));
    }

    /** The same for work that is about topics too. */
    void inSession(BiConsumer<Session, Credits> work) {
        open((session, billing) -> work.accept(session, billing.credits()));
    }

    private void open(BiConsumer<Session, BillingAccess> work) {
        try (Session session = Session.open(system);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            work.accept(session, billing);
            billing.publishCredits();
        }
    }
}
