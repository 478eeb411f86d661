package io.millrace.billing.postgres.postpaid;

import static io.millrace.billing.postgres.postpaid.PostpaidBench.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpMachine;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.LedgerVerify;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.LastCharge.End;
import io.millrace.billing.postpaid.PostpaidRule;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random lives of a postpaid workspace on a real database against the reference: usage that comes late or twice, grants, months
 * that end, thresholds, declines, other cards, terms that change, and chargers that die while they charge, or in the middle of
 * the booking. After every step the same balance and the same charges, and books that hold. {@code -Dmillrace.walks=N} walks more.
 */
@SuppressWarnings("NullAway.Init")
final class PostpaidWalkIT {
    private static final int WALKS = Integer.getInteger("millrace.walks", 3);
    private static final int STEPS = 120;
    private static final long HOUR = Micros.PER_HOUR;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    /** How often each thing happened in all walks. */
    private final Map<String, Integer> happened = new TreeMap<>();

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    /** A charger's process ends. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Walk {
        private final RandomGenerator random;
        private final PostpaidBench bench = new PostpaidBench(database.fresh());
        private final ReferencePostpaid reference;
        private int grants;
        private int cards;

        Walk(RandomGenerator random) {
            this.random = random;
            bench.open(700L);
            reference = new ReferencePostpaid(month(bench.clock.nowMicros()));
            reference.threshold = 700L;
        }

        private static YearMonth month(long micros) {
            return PostpaidRule.monthOf(micros, ZoneOffset.UTC);
        }

        void step() {
            String what = switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> use();
                case 4 -> grant();
                case 5, 6 -> timePasses();
                case 7, 8 -> pay();
                case 9 -> decline();
                case 10 -> terms();
                case 11 -> anotherCard();
                case 12 -> die();
                default -> sweep();
            };
            happened.merge(what, 1, Integer::sum);
            compare(what);
        }

        private String use() {
            long nano = random.nextInt(4) == 0 ? random.nextInt(20_000_000) : random.nextLong(6_000_000_000L);
            long at = bench.clock.nowMicros() - (random.nextInt(4) == 0 ? random.nextLong(20 * Micros.PER_DAY) : 0);
            bench.use(nano, at);
            reference.use(nano, month(at + 1_000));
            if (random.nextInt(3) == 0) {
                bench.postLastAgain();
            }
            return "use";
        }

        private String grant() {
            long nano = 1 + random.nextLong(5_000_000_000L);
            bench.grant(new Money(nano).toString().substring(1), "g" + grants++);
            reference.receive(nano);
            return "grant";
        }

        private String timePasses() {
            bench.clock.advanceMicros(random.nextLong(25 * Micros.PER_DAY));
            return random.nextBoolean() ? "time" : sweep();
        }

        private String sweep() {
            bench.sweep();
            reference.sweep(month(bench.clock.nowMicros() - HOUR).minusMonths(1));
            return "sweep";
        }

        /** It is booked once, whoever hears of it, and as often as they do. */
        private String pay() {
            ReferencePostpaid.Charge open = reference.open();
            if (open == null) {
                return "nothing to pay";
            }
            bench.pay();
            open.end = End.PAID;
            reference.receive(open.cents * 10_000_000L);
            reference.reached();
            return "pay";
        }

        private String decline() {
            ReferencePostpaid.Charge open = reference.open();
            if (open == null) {
                return "nothing to decline";
            }
            boolean notWanted = random.nextBoolean();
            bench.fail(notWanted ? TopUpMachine.NOT_WANTED : "stolen_card");
            open.end = notWanted ? End.OPEN_AGAIN : End.FAILED;
            return notWanted ? "given up" : "declined";
        }

        private String terms() {
            boolean prepaid = random.nextInt(3) == 0;
            Long threshold = random.nextInt(3) == 0 ? null : 50 + random.nextLong(1_000);
            if (prepaid) {
                bench.store.setTerms(BillingTerms.prepaid(WORKSPACE, Money.ZERO));
            } else {
                bench.store.setTerms(PostpaidBench.postpaid(threshold));
                if (reference.prepaid) {
                    reference.next = month(bench.clock.nowMicros());
                }
                reference.threshold = threshold;
            }
            reference.prepaid = prepaid;
            return prepaid ? "prepaid" : "postpaid";
        }

        private String anotherCard() {
            bench.replaceCard("pm_" + cards++);
            if (!reference.charges.isEmpty()) {
                ReferencePostpaid.Charge last = reference.charges.get(reference.charges.size() - 1);
                last.end = last.end == End.FAILED ? End.OPEN_AGAIN : last.end;
            }
            return "card";
        }

        /** Before or after a commit, or in the middle of the booking: nothing of that is there afterwards. */
        private String die() {
            ReferencePostpaid.Charge open = reference.open();
            if (open == null) {
                return "nothing to die of";
            }
            TopUp claimed = bench.claim();
            assertThat(claimed.outlook().wanted())
                    .isEqualTo(reference.owed >= open.cents * 10_000_000L && bench.hasCardOf(claimed));
            if (random.nextBoolean()) {
                bench.topUps.save(TopUpMachine.before(claimed, TopUpMachine.next(claimed)), Duration.ZERO, null);
                return "died calling";
            }
            TopUpStore dying = new TopUpStore(bench.dataSource, bench.clock, (handle, notice) -> {
                throw new Death();
            });
            assertThatThrownBy(() -> dying.settle(claimed, PostpaidBench.paidIntent(claimed)))
                    .isInstanceOf(Death.class);
            return "died booking";
        }

        private void compare(String after) {
            assertThat(bench.accounts.balance(WORKSPACE))
                    .as("balance after %s", after)
                    .contains(new Money(reference.credit - reference.owed));
            assertThat(bench.charges().stream()
                            .map(row -> row.replaceAll("PENDING|SUBMITTED", "OPEN"))
                            .toList())
                    .as("charges after %s", after)
                    .isEqualTo(reference.rows());
            assertThat(TestDatabase.number(
                            bench.dataSource, "SELECT coalesce(max(next_period), 0) FROM billing.postpaid"))
                    .as("next period after %s, none while it is prepaid", after)
                    .isEqualTo(
                            reference.prepaid ? 0 : reference.next.getYear() * 100L + reference.next.getMonthValue());
            assertThat(LedgerAudit.read(bench.dataSource).differences())
                    .as("after %s", after)
                    .isEmpty();
        }

        void finish() {
            assertThat(LedgerVerify.read(bench.dataSource, null).broken()).isNull();
            long paid = reference.charges.stream()
                    .filter(charge -> charge.end == End.PAID)
                    .mapToLong(charge -> charge.cents)
                    .sum();
            assertThat(Objects.requireNonNull(LedgerAudit.read(bench.dataSource).topUpCents()).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(paid);
        }
    }

    @Test
    void everyLifeOfAPostpaidWorkspaceEqualsTheReference() {
        Trials.run(WALKS, random -> {
            Walk walk = new Walk(random);
            for (int i = 0; i < STEPS; i++) {
                walk.step();
            }
            walk.finish();
            database.release();
        });
        System.out.println(WALKS + " walks: " + happened);
        assertThat(happened)
                .containsKeys(
                        "pay", "declined", "given up", "died calling", "died booking", "card", "prepaid", "postpaid");
    }
}
