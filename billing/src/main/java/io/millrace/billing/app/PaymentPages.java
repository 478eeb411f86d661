package io.millrace.billing.app;

import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.checkout.Cashier;
import io.millrace.billing.checkout.CheckoutEffect;
import io.millrace.billing.checkout.CheckoutGateway;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.checkout.CheckoutStore;
import io.millrace.billing.stripe.StripeCheckout;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.PaymentEffect;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Top-ups that customers pay on a page of Stripe's. Thread-safe. */
public final class PaymentPages {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentPages.class);
    /** Below the 20 hours for which a key is trusted, and the 24 that Stripe allows. */
    private static final Duration LIFE = Duration.ofHours(12);

    private final CheckoutStore store;
    private final CheckoutGateway pages;
    private final TopUpStore topUps;
    private final PaymentGateway payments;
    private final Cashier cashier;
    private final @Nullable String returnUrl;

    private PaymentPages(
            DataSource dataSource,
            CheckoutGateway pages,
            PaymentGateway payments,
            ChargerSettings settings,
            @Nullable String returnUrl,
            Clock clock) {
        topUps = new TopUpStore(dataSource, clock);
        store = new CheckoutStore(dataSource, topUps);
        this.pages = pages;
        this.payments = payments;
        this.returnUrl = returnUrl;
        cashier = new Cashier(store, pages, payments, settings);
    }

    public static PaymentPages of(
            DataSource dataSource,
            StripeSettings stripe,
            PaymentGateway payments,
            ChargerSettings settings,
            Clock clock) {
        return of(dataSource, StripeCheckout.of(stripe), payments, settings, returnUrl(stripe), clock);
    }

    /** The stand-in on this machine sends nobody back: it need not be told where to. */
    private static @Nullable String returnUrl(StripeSettings stripe) {
        boolean standIn = stripe.apiBase().startsWith("http://127.0.0.1:");
        return stripe.returnUrl() == null && standIn ? stripe.apiBase() : stripe.returnUrl();
    }

    private static PaymentPages of(
            DataSource dataSource,
            CheckoutGateway pages,
            PaymentGateway payments,
            ChargerSettings settings,
            @Nullable String returnUrl,
            Clock clock) {
        return new PaymentPages(dataSource, pages, payments, settings, returnUrl, clock);
    }

    /**
     * Opens a top-up that is paid on a page, once per workspace and key, and makes its page. Where Stripe does not answer, the
     * loop makes it later.
     *
     * @param amountCents whole cents of USD
     * @param saveCard whether the card is kept as the workspace's payment method
     * @throws MillraceException code NO_RETURN_URL, where no setting says what customers come back to; TOP_UP_CONFLICT, when
     *     the key stands for another top-up
     */
    public UUID open(String workspaceId, long amountCents, String key, boolean saveCard) {
        if (returnUrl == null) {
            throw MillraceException.user(
                    "NO_RETURN_URL", "stripe.return.url", "missing", "a URL, for payments on a page of Stripe's");
        }
        UUID id = store.request(workspaceId, amountCents, key, returnUrl, saveCard, LIFE);
        try {
            cashier.step(id);
        } catch (GatewayException e) {
            LOG.warn("checkout of top-up {}: no page yet: {}", id, e.getMessage());
        }
        return id;
    }

    /** Closes the open pages of a workspace; what was paid on them meanwhile is booked. Returns how many. */
    public int giveUp(String workspaceId) {
        return store.giveUp(workspaceId);
    }

    /** Where the customer pays a top-up; empty where there is no open page of it. */
    public Optional<String> url(UUID topUpId) {
        return store.url(topUpId);
    }

    boolean step() {
        return cashier.step();
    }

    Loop loop(Duration idlePause) {
        return Loop.start("billing-checkouts", this::step, idlePause, () -> {});
    }

    EventEffect effect() {
        return new CheckoutEffect(pages, new PaymentEffect(payments, topUps::paidBy, topUps), store::wake);
    }
}
