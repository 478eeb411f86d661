package io.millrace.billing.app;

import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What people do with accounts, over a database alone: no loop need run. Thread-safe. Credits booked here reach Kafka with
 * the next {@link OutboxPublisher#publishPending()}.
 */
public final class Credits {
    private final AccountStore accounts;
    private final PaymentGateway gateway;

    public Credits(DataSource dataSource, PaymentGateway gateway, Clock clock) {
        accounts = new AccountStore(dataSource, clock);
        this.gateway = gateway;
    }

    /**
     * Opens an account or changes its terms. One with a payment method gets a customer at the provider, once.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider did not answer; to be called again
     */
    public void openAccount(AccountTerms terms) {
        accounts.setTerms(terms);
        String workspaceId = terms.workspaceId();
        if (terms.paymentMethod() != null
                && accounts.stripeCustomer(workspaceId).isEmpty()) {
            IdempotencyKey key = new IdempotencyKey("mr:" + workspaceId + ":customer");
            accounts.setStripeCustomer(workspaceId, gateway.createCustomer(workspaceId, key));
        }
    }

    /**
     * Grants once per workspace and key; opens the account, postpaid, where there is none.
     *
     * @return whether this call booked it
     * @throws MillraceException code GRANT_CONFLICT, when the key was used for another amount or kind
     */
    public boolean grant(String workspaceId, Money amount, boolean promotional, String key) {
        return grant(NewGrant.of(workspaceId, amount, promotional ? GrantKind.PROMOTIONAL : GrantKind.PAID, key));
    }

    /** As above, with priority and expiry. */
    public boolean grant(NewGrant grant) {
        return accounts.grant(grant);
    }

    /**
     * Opens a top-up of whole cents, once per workspace and key; a running charger charges it.
     *
     * @throws MillraceException code NO_PAYMENT_METHOD
     */
    public UUID topUp(String workspaceId, long amountCents, String key) {
        return accounts.topUp(workspaceId, amountCents, key);
    }

    /** @throws MillraceException code UNKNOWN_WORKSPACE */
    public Money balance(String workspaceId) {
        return accounts.balance(workspaceId)
                .orElseThrow(() -> MillraceException.user(
                        "UNKNOWN_WORKSPACE", "workspace", workspaceId, "one that has an account"));
    }

    /** In burn order, the used-up ones too. */
    public List<GrantView> grants(String workspaceId) {
        return accounts.grants(workspaceId);
    }

    /** Top-ups in any state, the latest changed first. */
    public List<Charge> recentCharges(int max) {
        return accounts.charges(max);
    }
}
