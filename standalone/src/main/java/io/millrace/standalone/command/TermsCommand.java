package io.millrace.standalone.command;

import io.millrace.billing.app.Credits;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.standalone.stack.WorkspaceTerms;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** How workspaces pay; the metering is told too, so that it blocks at the limit. */
@Command(name = "terms", description = "How a workspace pays: show, prepaid, postpaid.")
final class TermsCommand {
    @ParentCommand
    private CreditCommand credit = new CreditCommand();

    @Command(description = "Show how a workspace pays.")
    int show(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        credit.inSession((session, billing) -> {
            print(billing.credits().billingTerms(workspace));
            Workspace described = WorkspaceTerms.described(session.endpoints(), session.topics(), workspace);
            System.out.printf("  the metering has %s, limit %s%n", described.billingMode(), described.overdraftLimit());
        });
        return 0;
    }

    @Command(description = "Let a workspace pay ahead. What it owes stays owed; the next credit repays it.")
    int prepaid(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Option(names = "--overdraft-limit", defaultValue = "0", description = "US dollars (default: 0)")
                    String limit) {
        set(BillingTerms.prepaid(workspace, Money.parseUsd(limit)));
        return 0;
    }

    @Command(
            description =
                    "Let a workspace pay afterwards: charged after each month, and as soon as it owes a threshold.")
    int postpaid(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Option(names = "--threshold", description = "US dollars in whole cents (default: after each month only)")
                    @Nullable
                    String threshold,
            @Option(
                            names = "--credit-limit",
                            description = "US dollars it may owe before it is blocked (default: none)")
                    @Nullable
                    String limit,
            @Option(names = "--zone", defaultValue = "UTC", description = "IANA zone of its months (default: UTC)")
                    String zone) {
        PostpaidTerms terms = new PostpaidTerms(threshold == null ? null : cents(threshold), zone(zone));
        set(BillingTerms.postpaid(workspace, limit == null ? null : Money.parseUsd(limit), terms));
        return 0;
    }

    private void set(BillingTerms terms) {
        credit.inSession((session, billing) -> {
            Credits credits = billing.credits();
            credits.setBillingTerms(terms);
            // Of a workspace that is or was on a plan billing tells by itself, what it is when it is told.
            if (billing.plans().of(terms.workspaceId()).isEmpty()) {
                WorkspaceTerms.publish(session.endpoints(), session.topics(), terms);
            }
            print(credits.billingTerms(terms.workspaceId()));
        });
    }

    private static long cents(String usd) {
        Money money = Money.parseUsd(usd);
        if (money.nanoUsd() % Money.NANO_PER_CENT != 0) {
            throw Expected.illegal("--threshold", usd, "whole cents");
        }
        return money.floorCents();
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw MillraceException.user("ZONE", "--zone", id, "an IANA zone such as Europe/Berlin");
        }
    }

    private static void print(BillingTerms terms) {
        if (terms.mode() == BillingMode.PREPAID) {
            System.out.printf("%s  prepaid  overdraft limit %s%n", terms.workspaceId(), terms.limit());
            return;
        }
        PostpaidTerms postpaid = terms.postpaid();
        Long cents = postpaid == null ? null : postpaid.thresholdCents();
        System.out.printf(
                "%s  postpaid  %s  credit limit %s%n",
                terms.workspaceId(),
                postpaid == null
                        ? "not charged by itself"
                        : "charged after each month in " + postpaid.zone()
                                + (cents == null ? "" : " and at " + Money.ofCents(cents)),
                terms.limit().nanoUsd() == 0 ? "none" : terms.limit());
    }
}
