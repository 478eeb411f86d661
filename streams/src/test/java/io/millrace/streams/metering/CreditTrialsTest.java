package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A balance agrees with plain sums at every step: late and repeated credits, a live overdraft, restarts in the middle. */
class CreditTrialsTest {
    private static final long START = 1_770_000_000_000_000L;
    private static final Scope W = Scope.ofWorkspace("w");

    /** One workspace, metered and added up. */
    private static final class Run {
        private final RandomGenerator random;
        private final MemoryMeterState state = new MemoryMeterState();
        private final HeardOutput heard = new HeardOutput();
        private final ReferenceCredit reference = new ReferenceCredit();
        private Workspace workspace = Workspace.unknown("w");
        private Meter meter = new Meter(state, heard, 0);
        private long latest;
        private int credits;

        Run(RandomGenerator random) {
            this.random = random;
        }

        void step(long now) {
            switch (random.nextInt(10)) {
                case 0 -> describe();
                case 1 -> restart();
                case 2, 3, 4 -> credit(now);
                default -> charge(now - random.nextInt(2) * random.nextLong(Micros.PER_DAY));
            }
        }

        void describe() {
            workspace = CreditTest.workspace(
                    WorkspaceStatus.ACTIVE,
                    random.nextInt(5) == 0 ? BillingMode.POSTPAID : BillingMode.PREPAID,
                    random.nextInt(3) * random.nextLong(200));
            meter.workspace(workspace);
            reference.workspace(workspace, latest);
        }

        private void restart() {
            meter = new Meter(state, heard, TimeUnit.MILLISECONDS.toMicros(heard.later()));
            meter.restore(workspace);
            state.restoreInto(meter);
            meter.heartbeat(heard.later());
            latest = meter.latestMicros();
        }

        private void credit(long now) {
            boolean again = credits > 0 && random.nextInt(4) == 0;
            String id = "c" + (again ? random.nextInt(credits) : credits++);
            long sign = random.nextInt(4) == 0 ? -1 : 1;
            long at = now - random.nextInt(2) * random.nextLong(10 * Micros.PER_DAY);
            Money amount = new Money(sign * random.nextLong(1, 400));
            CreditEntry entry = new CreditEntry(id, "w", CreditKind.ADJUSTMENT, amount, "g", "", at);
            feed(fed -> fed.credit(entry));
            reference.credit(entry);
        }

        private void charge(long at) {
            Money amount = new Money(random.nextLong(120));
            latest = Math.max(latest, at);
            feed(fed ->
                    fed.usage(Samples.usage("w", at, 1, 1, 1), new Rating.Priced("p", 1, List.of(), amount, amount)));
            reference.charge(amount.nanoUsd(), at);
        }

        /** What a meter raised that died before its commit has the same ids when it is made again from the state kept. */
        private void feed(Consumer<Meter> input) {
            HeardOutput dying = new HeardOutput();
            MemoryMeterState kept = state.copy();
            Meter dies = new Meter(kept, dying, 0);
            dies.restore(workspace);
            kept.restoreInto(dies);
            int before = heard.alerts.size();
            input.accept(dies);
            input.accept(meter);
            assertThat(ids(heard.alerts.subList(before, heard.alerts.size()))).isEqualTo(ids(dying.alerts));
        }

        private static List<UUID> ids(List<BudgetAlert> alerts) {
            return alerts.stream().map(BudgetAlert::alertId).toList();
        }

        void check() {
            assertThat(blocked()).isEqualTo(reference.isExhausted());
            meter.heartbeat(heard.later());
            constraint().ifPresent(c -> assertThat(c.used() + "/" + c.limit()).isEqualTo(reference.balance()));
            assertThat(heard.alerts)
                    .extracting(alert -> alert.used() + "/" + alert.limit() + " at " + alert.occurredAtMicros())
                    .isEqualTo(reference.alerts);
            assertThat(ids(heard.alerts)).as("each episode has its own").doesNotHaveDuplicates();
        }

        private boolean blocked() {
            Decision newest = heard.newest.get(W);
            return newest != null && newest.verdict() == Verdict.BLOCK;
        }

        private Optional<Constraint> constraint() {
            Decision newest = heard.newest.get(W);
            return newest == null
                    ? Optional.empty()
                    : newest.constraints().stream().findFirst();
        }
    }

    @Test
    void balanceVerdictAndAlertsAgreeWithPlainSums() {
        int[] alerts = new int[1];
        Trials.run(300, random -> {
            Run run = new Run(random);
            run.describe();
            run.check();
            long now = START;
            for (int i = 0; i < 80; i++) {
                now += random.nextInt(4) * random.nextLong(Micros.PER_HOUR);
                run.step(now);
                run.check();
            }
            alerts[0] += run.heard.alerts.size();
        });
        assertThat(alerts[0]).isGreaterThan(300);
    }
}
