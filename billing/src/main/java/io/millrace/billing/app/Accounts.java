package io.millrace.billing.app;

import io.millrace.billing.account.AccountCloser;
import io.millrace.billing.account.CardGateway;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.account.Debts;
import io.millrace.billing.account.SubscriptionEnd;
import io.millrace.billing.api.AccountDoor;
import io.millrace.billing.postgres.account.CloseStore;
import io.millrace.billing.postgres.plan.ClosedWorkspaces;
import io.millrace.billing.postgres.postpaid.ClosingDebts;
import io.millrace.billing.stripe.StripeCards;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.stripe.StripeSubscriptionEnd;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The end of accounts. Thread-safe. */
public final class Accounts implements Alarmed, AccountDoor {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final CloseStore store;
    private final AccountCloser closer;
    private final AtomicReference<@Nullable String> alarm = new AtomicReference<>();

    private Accounts(CloseStore store, AccountCloser closer) {
        this.store = store;
        this.closer = closer;
    }

    public static Accounts of(DataSource dataSource, StripeSettings stripe, Clock clock) {
        CloseStore store = new CloseStore(dataSource, clock, new ClosedWorkspaces(clock));
        CardGateway cards = StripeCards.of(stripe);
        SubscriptionEnd subscriptions = StripeSubscriptionEnd.of(stripe);
        Debts debts = new ClosingDebts(dataSource, clock);
        return new Accounts(store, new AccountCloser(store, cards, subscriptions, debts, PAUSE));
    }

    /**
     * Begins to close an account and goes as far as it can; a running billing does the rest. Asked again, it goes on.
     *
     * @throws io.millrace.schemas.error.MillraceException code UNKNOWN_WORKSPACE; CLOSE_REFUSED, where the terms do not say what
     *     is to become of its money
     */
    @Override
    public Closing close(String workspaceId, CloseTerms terms) {
        Closing asked = store.request(workspaceId, terms);
        closer.step(workspaceId);
        return store.find(workspaceId).orElse(asked);
    }

    /** The newest closing of a workspace, whatever became of it; empty where there was none. */
    @Override
    public Optional<Closing> closing(String workspaceId) {
        return store.find(workspaceId);
    }

    /**
     * Opens an account again; what was ended stays ended.
     *
     * @throws io.millrace.schemas.error.MillraceException code NOT_CLOSED
     */
    @Override
    public void reopen(String workspaceId, String reason) {
        store.reopen(workspaceId, reason);
    }

    boolean step() {
        boolean worked = closer.step();
        List<String> waiting = store.waiting();
        alarm.set(waiting.isEmpty() ? null : "billing-accounts: " + String.join("; ", waiting));
        return worked;
    }

    Loop loop(Duration idlePause) {
        return Loop.start("billing-accounts", this::step, idlePause, () -> {});
    }

    /** What closings wait for, as of the last look; null when there is nothing. */
    @Override
    public @Nullable String alarm() {
        return alarm.get();
    }
}
