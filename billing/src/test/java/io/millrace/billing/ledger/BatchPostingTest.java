package io.millrace.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.ReferenceLedger;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BatchPostingTest {
    private static final AccountId RECEIVABLE = new AccountId(1_000);

    private static Grant grant(long id, GrantKind kind, long nano) {
        return new Grant(new AccountId(id), kind, 1, Grant.ALWAYS, Grant.NEVER, id, new Money(nano));
    }

    private static CustomerAccounts customer(String id, Grant... grants) {
        return new CustomerAccounts(id, RECEIVABLE, Money.ZERO, Money.ZERO, List.of(grants));
    }

    private static Transfer transfer(Drawdown cause, TransferKind kind, AccountId debit, SystemAccount credit, long n) {
        return new Transfer(cause.drawdownId(), kind, debit, credit.id(), new Money(n));
    }

    @Test
    void splitsADrawdownOverGrantsAndReceivable() {
        CustomerAccounts customer =
                customer("a", grant(1_001, GrantKind.PAID, 30), grant(1_002, GrantKind.PROMOTIONAL, 20));
        Drawdown drawdown = Drawdowns.of("a", 1, 60, 5);
        Posted posted = BatchPosting.post(List.of(customer), List.of(drawdown));
        assertThat(posted.transfers())
                .containsExactly(
                        transfer(
                                drawdown,
                                TransferKind.USAGE_FROM_GRANT,
                                new AccountId(1_001),
                                SystemAccount.REVENUE,
                                30),
                        transfer(
                                drawdown,
                                TransferKind.USAGE_FROM_GRANT,
                                new AccountId(1_002),
                                SystemAccount.PROMO_EXPENSE,
                                20),
                        transfer(drawdown, TransferKind.USAGE_ON_RECEIVABLE, RECEIVABLE, SystemAccount.REVENUE, 10));
        CustomerAccounts after = posted.after().get(0);
        assertThat(after.balance()).isEqualTo(new Money(-10));
        assertThat(after.overdraft()).isEqualTo(new Money(10));
        assertThat(after.drawn()).isEqualTo(new Money(60));
    }

    @Test
    void aChargeOfZeroMakesNoTransfer() {
        Posted posted = BatchPosting.post(List.of(customer("a")), List.of(Drawdowns.of("a", 1, 0, 5)));
        assertThat(posted.transfers()).isEmpty();
        assertThat(posted.poison()).isEmpty();
    }

    @Test
    void poisonIsLeftOutAndNamed() {
        Drawdown negative = Drawdowns.of("a", 1, -1, 5);
        Drawdown most = Drawdowns.of("a", 2, Long.MAX_VALUE, 5);
        Drawdown tooMuch = Drawdowns.of("a", 3, 1, 5);
        Posted posted = BatchPosting.post(List.of(customer("a")), List.of(negative, most, tooMuch));
        assertThat(posted.poison())
                .containsExactlyInAnyOrderEntriesOf(Map.of(negative, Poison.NEGATIVE_CHARGE, tooMuch, Poison.OVERFLOW));
        assertThat(posted.transfers()).extracting(Transfer::cause).containsExactly(most.drawdownId());
    }

    @Test
    void aDrawdownOfNobodyIsRefused() {
        assertThatThrownBy(() -> BatchPosting.post(List.of(), List.of(Drawdowns.of("a", 1, 1, 5))))
                .hasMessage("drawdown workspace: a (expected: a customer of the batch)");
    }

    @Test
    void aNewGrantFirstRepaysWhatIsOwed() {
        CustomerAccounts owing = new CustomerAccounts("a", RECEIVABLE, new Money(40), new Money(90), List.of());
        UUID cause = new UUID(1, 2);
        Funding funding = Funding.of(owing, grant(1_001, GrantKind.PAID, 100), SystemAccount.STRIPE_CLEARING, cause);
        assertThat(funding.transfers())
                .containsExactly(
                        new Transfer(
                                cause,
                                TransferKind.FUNDING,
                                SystemAccount.STRIPE_CLEARING.id(),
                                new AccountId(1_001),
                                new Money(100)),
                        new Transfer(cause, TransferKind.REPAYMENT, new AccountId(1_001), RECEIVABLE, new Money(40)));
        assertThat(funding.after().balance()).isEqualTo(new Money(60));
        assertThat(funding.after().overdraft()).isEqualTo(Money.ZERO);
    }

    @Test
    void aPromotionalGrantIsAnExpenseWhereverMoneyWouldLie() {
        Funding funding = Funding.of(
                customer("a"), grant(1_001, GrantKind.PROMOTIONAL, 100), SystemAccount.STRIPE_CLEARING, new UUID(1, 2));
        assertThat(funding.transfers()).extracting(Transfer::debit).containsExactly(SystemAccount.PROMO_EXPENSE.id());
    }

    @Test
    void aGrantForCertainUsagePaysItsLinesOnlyAndOneTransferForAll() {
        Grant chat = new Grant(
                new AccountId(1_001),
                GrantKind.PAID,
                1,
                0,
                100,
                0,
                new Money(50),
                new Applicability(List.of("gpt-*"), List.of(), List.of()));
        CustomerAccounts customer = customer("a", chat, grant(1_002, GrantKind.PAID, 15));
        List<DrawdownLine> lines = List.of(
                Drawdowns.line("openai", "gpt-4", null, 10),
                Drawdowns.line("openai", "gpt-5", null, 10),
                Drawdowns.line("other", "llama", null, 20));
        Drawdown told = Drawdowns.of("a", 1, 5, lines);
        Posted posted = BatchPosting.post(List.of(customer), List.of(told));
        assertThat(posted.transfers())
                .containsExactly(
                        transfer(told, TransferKind.USAGE_FROM_GRANT, new AccountId(1_001), SystemAccount.REVENUE, 20),
                        transfer(told, TransferKind.USAGE_FROM_GRANT, new AccountId(1_002), SystemAccount.REVENUE, 15),
                        transfer(told, TransferKind.USAGE_ON_RECEIVABLE, RECEIVABLE, SystemAccount.REVENUE, 5));
        Drawdown untold = Drawdowns.of("a", 2, 40, 5);
        assertThat(BatchPosting.post(posted.after(), List.of(untold)).transfers())
                .as("a drawdown without lines")
                .containsExactly(
                        transfer(untold, TransferKind.USAGE_ON_RECEIVABLE, RECEIVABLE, SystemAccount.REVENUE, 40));
    }

    @Test
    void equalsTheReferenceHoweverTheLogIsCutIntoBatches() {
        Trials.run(300, random -> {
            ReferenceLedger reference = new ReferenceLedger();
            List<CustomerAccounts> customers = customers(random, reference);
            List<Transfer> transfers = new ArrayList<>();
            long sequence = 0;
            for (int batches = 0; batches < 8; batches++) {
                List<Drawdown> batch = new ArrayList<>();
                for (int i = random.nextInt(20); i > 0; i--) {
                    String customer = "c" + random.nextInt(customers.size());
                    batch.add(Drawdowns.of(customer, ++sequence, random.nextInt(40), random.nextInt(100)));
                }
                Posted posted = BatchPosting.post(customers, batch);
                transfers.addAll(posted.transfers());
                customers = posted.after();
                batch.forEach(reference::post);
            }
            assertThat(transfers).isEqualTo(reference.transfers());
            for (CustomerAccounts customer : customers) {
                assertThat(customer.balance().nanoUsd()).isEqualTo(reference.balanceNano(customer.customerId()));
            }
        });
    }

    private static List<CustomerAccounts> customers(RandomGenerator random, ReferenceLedger reference) {
        List<CustomerAccounts> customers = new ArrayList<>();
        long account = 1_000;
        for (int i = 0; i < 3; i++) {
            AccountId receivable = new AccountId(account++);
            List<Grant> grants = new ArrayList<>();
            for (int g = random.nextInt(6); g > 0; g--) {
                long effective = random.nextInt(50);
                long expires = random.nextBoolean() ? Grant.NEVER : effective + 1 + random.nextInt(60);
                grants.add(new Grant(
                        new AccountId(account++),
                        random.nextBoolean() ? GrantKind.PAID : GrantKind.PROMOTIONAL,
                        random.nextInt(3),
                        effective,
                        expires,
                        random.nextInt(3),
                        new Money(random.nextInt(200))));
            }
            reference.open("c" + i, receivable, grants);
            customers.add(new CustomerAccounts("c" + i, receivable, Money.ZERO, Money.ZERO, grants));
        }
        return customers;
    }
}
