package io.millrace.billing.postpaid;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Funding;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.postpaid.LastCharge.End;
import io.millrace.billing.postpaid.PostpaidRule.Decision;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.math.BigInteger;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A million random cases, eight in each life of a postpaid workspace, against a reference of big numbers: charged · 10⁷ + carry =
 * accrued after each, never a charge below Stripe's least, never one above what is owed, and of a month's end what that month and
 * those before left unpaid when payments pay the oldest first. -Dmillrace.cases=N for fewer or more.
 */
final class RoundingPropertyTest {
    private static final int CASES = Integer.getInteger("millrace.cases", 1_000_000);
    private static final int LIVES_EACH = 1_000;
    private static final int STEPS = 8;
    private static final BigInteger NANO_PER_CENT = BigInteger.TEN.pow(7);
    private static final BigInteger CENTS_MAX = BigInteger.valueOf(99_999_999);
    private static final long CENT = 10_000_000L;
    private static final YearMonth FIRST = YearMonth.of(2026, 1);
    private static final long TWO_HOURS = 2 * PostpaidRule.GRACE_MICROS;
    private static final UUID CAUSE = new UUID(0, 1);

    /** How often each thing happened, so that no case is about nothing. */
    private final TreeMap<String, Long> happened = new TreeMap<>();

    private final class Life {
        private final RandomGenerator random;
        private final PostpaidTerms terms;
        private CustomerAccounts customer =
                new CustomerAccounts("w", new AccountId(1_000), Money.ZERO, Money.ZERO, List.of());
        private final TreeMap<YearMonth, Long> used = new TreeMap<>();
        private YearMonth nextPeriod = FIRST;
        private @Nullable LastCharge last;
        private YearMonth month = FIRST;

        // The reference.
        private BigInteger accrued = BigInteger.ZERO;
        private BigInteger charged = BigInteger.ZERO;
        private final TreeMap<YearMonth, BigInteger> unpaid = new TreeMap<>();

        Life(RandomGenerator random) {
            this.random = random;
            long threshold = 50L + (random.nextBoolean() ? random.nextInt(3) : random.nextInt(100_000));
            terms = new PostpaidTerms(random.nextInt(3) == 0 ? null : threshold, ZoneOffset.UTC);
        }

        void live() {
            for (int i = 0; i < STEPS; i++) {
                if (random.nextInt(3) == 0) {
                    month = month.plusMonths(1 + random.nextInt(random.nextInt(4) + 1) / 2);
                }
                accrue();
                charge();
                requireExact();
            }
        }

        private void accrue() {
            YearMonth of = month.equals(FIRST) || random.nextInt(4) > 0 ? month : month.minusMonths(1);
            long nano = amount();
            Money more = new Money(nano);
            customer = new CustomerAccounts(
                    "w",
                    customer.receivable(),
                    customer.overdraft().plus(more),
                    customer.drawn().plus(more),
                    List.of());
            used.merge(of, nano, Math::addExact);
            accrued = accrued.add(BigInteger.valueOf(nano));
            unpaid.merge(of, BigInteger.valueOf(nano), BigInteger::add);
        }

        private long amount() {
            return switch (random.nextInt(6)) {
                case 0 -> random.nextInt(100);
                case 1 -> Math.max(0, random.nextInt(60) * CENT + random.nextInt(3) - 1);
                case 2 -> 50 * CENT + random.nextInt(3) - 1;
                case 3 -> random.nextLong(10_000 * CENT);
                case 4 -> random.nextLong(1_000_000_000_000L);
                default ->
                    random.nextInt(20) == 0 ? random.nextLong(10_000_000_000_000_000L) : random.nextInt(1_000_000);
            };
        }

        private void charge() {
            long now = Micros.of(month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC)) + TWO_HOURS;
            Money owed = customer.overdraft();
            PostpaidStanding standing = new PostpaidStanding(terms, nextPeriod, owed, last, this::usedAfter);
            Decision decision = PostpaidRule.decide(standing, now);
            NewCharge charge = decision.charge();
            BigInteger expected = expected();
            nextPeriod = decision.nextPeriod();
            assertThat(nextPeriod).isEqualTo(month);
            assertThat(charge == null ? BigInteger.ZERO : BigInteger.valueOf(charge.cents()))
                    .isEqualTo(expected);
            if (charge == null) {
                count("nothing to charge");
                return;
            }
            assertThat(charge.cents()).isGreaterThanOrEqualTo(50);
            assertThat(Money.ofCents(charge.cents())).isLessThanOrEqualTo(owed);
            count(charge.reason().name());
            if (charge.owed().floorCents() > charge.cents()) {
                count("cut to the most");
            }
            while (random.nextInt(3) == 0) {
                accrue(); // while it is under way
            }
            end(charge);
        }

        private Money usedAfter(YearMonth than) {
            return new Money(used.tailMap(than, /* inclusive= */ false).values().stream()
                    .mapToLong(Long::longValue)
                    .sum());
        }

        private void end(NewCharge charge) {
            End end = random.nextInt(4) > 0 ? End.PAID : random.nextBoolean() ? End.FAILED : End.OPEN_AGAIN;
            last = new LastCharge(charge.reason(), charge.period(), charge.owed(), charge.cents(), end);
            count(end.name());
            if (end != End.PAID) {
                return;
            }
            Grant payment = new Grant(
                    new AccountId(2_000),
                    GrantKind.PAID,
                    10,
                    Grant.ALWAYS,
                    Grant.NEVER,
                    0,
                    Money.ofCents(charge.cents()));
            Funding funding = Funding.of(customer, payment, SystemAccount.STRIPE_CLEARING, CAUSE);
            assertThat(funding.transfers())
                    .extracting(transfer -> transfer.kind())
                    .containsExactly(TransferKind.FUNDING, TransferKind.REPAYMENT);
            customer = new CustomerAccounts(
                    "w", customer.receivable(), funding.after().overdraft(), customer.drawn(), List.of());
            charged = charged.add(BigInteger.valueOf(charge.cents()));
            pay(BigInteger.valueOf(charge.cents()).multiply(NANO_PER_CENT));
        }

        private void pay(BigInteger nano) {
            BigInteger left = nano;
            for (YearMonth paid : List.copyOf(unpaid.keySet())) {
                BigInteger part = left.min(unpaid.getOrDefault(paid, BigInteger.ZERO));
                unpaid.merge(paid, part.negate(), BigInteger::add);
                left = left.subtract(part);
            }
            assertThat(left).isZero();
        }

        /** Cents that are to be charged now, 0 for nothing. */
        private BigInteger expected() {
            if (nextPeriod.isBefore(month)) {
                BigInteger cents = cents(sum(month.minusMonths(1)));
                if (cents.signum() > 0) {
                    return cents;
                }
            }
            if (last != null && last.end() == End.FAILED) {
                return BigInteger.ZERO;
            }
            boolean again = last != null
                    && last.period() != null
                    && (last.end() == End.OPEN_AGAIN || last.cents() == CENTS_MAX.longValue());
            BigInteger rest =
                    again && last != null && last.period() != null ? cents(sum(last.period())) : BigInteger.ZERO;
            if (rest.signum() > 0) {
                return rest;
            }
            BigInteger all = sum(YearMonth.of(9999, 12));
            Long threshold = terms.thresholdCents();
            boolean reached = threshold != null
                    && all.compareTo(BigInteger.valueOf(threshold).multiply(NANO_PER_CENT)) >= 0;
            return reached ? cents(all) : BigInteger.ZERO;
        }

        private BigInteger sum(YearMonth through) {
            return unpaid.headMap(through, /* inclusive= */ true).values().stream()
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }

        private BigInteger cents(BigInteger nano) {
            BigInteger cents = nano.divide(NANO_PER_CENT).min(CENTS_MAX);
            return cents.longValueExact() < 50 ? BigInteger.ZERO : cents;
        }

        private void requireExact() {
            BigInteger carry = BigInteger.valueOf(customer.overdraft().nanoUsd());
            assertThat(charged.multiply(NANO_PER_CENT).add(carry)).isEqualTo(accrued);
            assertThat(carry).isEqualTo(sum(YearMonth.of(9999, 12)));
            close(customer.overdraft());
        }

        /** What closing the account now would lead to loses nothing either. */
        private void close(Money owed) {
            Closeout step = Closeout.of(owed);
            if (step instanceof Closeout.LetGo letGo) {
                assertThat(letGo.amount()).isEqualTo(owed);
                assertThat(owed.floorCents()).isLessThan(50);
                assertThat(letGo.debt() == Closeout.Debt.ROUNDING).isEqualTo(owed.nanoUsd() < CENT);
                count("closes with " + letGo.debt());
            } else {
                assertThat(step instanceof Closeout.Clear).isEqualTo(owed.nanoUsd() == 0);
            }
        }

        private void count(String what) {
            happened.merge(what, 1L, Long::sum);
        }
    }

    @Test
    void whatIsChargedAndWhatIsCarriedIsWhatWasAccrued() {
        Trials.run(Math.max(1, CASES / STEPS / LIVES_EACH), random -> {
            for (int i = 0; i < LIVES_EACH; i++) {
                new Life(random).live();
            }
        });
        System.out.println(CASES + " cases, seeds from 20261121: " + happened);
        assertThat(happened)
                .hasSize(9)
                .allSatisfy((what, times) -> assertThat(times).as(what).isPositive());
    }
}
