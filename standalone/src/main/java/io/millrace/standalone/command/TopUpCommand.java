package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Buys credit. */
@Command(
        name = "top-up",
        description = "Buy credit with the card that is kept, or print a link where the customer pays.")
final class TopUpCommand implements Callable<Integer> {
    @ParentCommand
    private CreditCommand credit = new CreditCommand();

    @Parameters(paramLabel = "WORKSPACE")
    private String workspace = "";

    @Parameters(paramLabel = "USD", description = "US dollars and whole cents, such as 25.00")
    private String amount = "";

    @Option(names = "--checkout", description = "by the customer, on a page of Stripe's; the link is printed")
    private boolean checkout;

    @Option(names = "--save-card", description = "keep the card of the checkout as the workspace's payment method")
    private boolean saveCard;

    @Option(names = "--key", description = "names the top-up: the same key buys once (default: a new one)")
    private @Nullable String key;

    @Override
    public Integer call() {
        Money money = Money.parseUsd(amount);
        if (money.nanoUsd() % Money.NANO_PER_CENT != 0) {
            throw MillraceException.user("AMOUNT", "top-up", money, "whole cents");
        }
        if (saveCard && !checkout) {
            throw MillraceException.user("OPTIONS", "--save-card", "without --checkout", "with it");
        }
        String name = key == null ? UUID.randomUUID().toString() : key;
        long cents = money.floorCents();
        if (!checkout) {
            credit.onCredits(credits -> System.out.printf(
                    "top-up %s of %s for %s: charged by a running billing%n",
                    credits.topUp(workspace, cents, name), money, workspace));
            return 0;
        }
        credit.onBilling(billing -> {
            UUID id = billing.pages().open(workspace, cents, name, saveCard);
            System.out.printf("top-up %s of %s for %s%n", id, money, workspace);
            System.out.println(billing.pages()
                    .url(id)
                    .orElse("no page: paid or over, or Stripe does not answer (then a running billing makes one)"));
        });
        return 0;
    }
}
