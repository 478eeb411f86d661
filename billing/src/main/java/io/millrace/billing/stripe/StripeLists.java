package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.V1Services;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.ProviderItem;
import io.millrace.billing.reconcile.ProviderLists;
import io.millrace.billing.reconcile.Span;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stripe's own lists, page by page: the library's paging would lose its place where a page fails. Thread-safe. */
public final class StripeLists implements ProviderLists {
    private static final long PAGE_MAX = 100;
    private static final int NOT_FOUND = 404;

    private final V1Services stripe;

    private StripeLists(StripeClient client) {
        stripe = client.v1();
    }

    public static StripeLists of(StripeSettings settings) {
        return new StripeLists(StripeClients.open(settings));
    }

    /** A call of the library. */
    @FunctionalInterface
    private interface Call<T> {
        T send() throws StripeException;
    }

    @Override
    public Page page(ItemKind kind, Span span, @Nullable String after) {
        return switch (kind) {
            case PAYMENT -> payments(span, after);
            case REFUND -> refunds(span, after);
            case DISPUTE -> disputes(span, after);
            case MOVEMENT -> movements(span, after);
        };
    }

    private Page payments(Span span, @Nullable String after) {
        PaymentIntentListParams.Builder params = PaymentIntentListParams.builder()
                .setLimit(PAGE_MAX)
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(span.fromSeconds())
                        .setLt(span.toSeconds())
                        .build());
        if (after != null) {
            params.setStartingAfter(after);
        }
        return page(() -> stripe.paymentIntents().list(params.build()), StripeItems::payment);
    }

    private Page refunds(Span span, @Nullable String after) {
        RefundListParams.Builder params = RefundListParams.builder()
                .setLimit(PAGE_MAX)
                .setCreated(RefundListParams.Created.builder()
                        .setGte(span.fromSeconds())
                        .setLt(span.toSeconds())
                        .build());
        if (after != null) {
            params.setStartingAfter(after);
        }
        return page(() -> stripe.refunds().list(params.build()), StripeItems::refund);
    }

    private Page disputes(Span span, @Nullable String after) {
        DisputeListParams.Builder params = DisputeListParams.builder()
                .setLimit(PAGE_MAX)
                .setCreated(DisputeListParams.Created.builder()
                        .setGte(span.fromSeconds())
                        .setLt(span.toSeconds())
                        .build());
        if (after != null) {
            params.setStartingAfter(after);
        }
        return page(() -> stripe.disputes().list(params.build()), StripeItems::dispute);
    }

    private Page movements(Span span, @Nullable String after) {
        BalanceTransactionListParams.Builder params = BalanceTransactionListParams.builder()
                .setLimit(PAGE_MAX)
                .setCreated(BalanceTransactionListParams.Created.builder()
                        .setGte(span.fromSeconds())
                        .setLt(span.toSeconds())
                        .build());
        if (after != null) {
            params.setStartingAfter(after);
        }
        return page(() -> stripe.balanceTransactions().list(params.build()), StripeItems::movement);
    }

    private static <T extends HasId> Page page(Call<StripeCollection<T>> call, Function<T, ProviderItem> read) {
        StripeCollection<T> page = answer(call);
        return new Page(page.getData().stream().map(read).toList(), Boolean.TRUE.equals(page.getHasMore()));
    }

    @Override
    public Optional<ProviderItem> find(ItemKind kind, String id) {
        return switch (kind) {
            case PAYMENT -> found(() -> stripe.paymentIntents().retrieve(id)).map(StripeItems::payment);
            case REFUND -> found(() -> stripe.refunds().retrieve(id)).map(StripeItems::refund);
            case DISPUTE -> found(() -> stripe.disputes().retrieve(id)).map(StripeItems::dispute);
            case MOVEMENT -> throw new IllegalArgumentException("kind: MOVEMENT (expected: one that has a state)");
        };
    }

    @Override
    public Optional<String> paymentOf(String chargeId) {
        return found(() -> stripe.charges().retrieve(chargeId)).map(Charge::getPaymentIntent);
    }

    private static <T> Optional<T> found(Call<T> call) {
        try {
            return Optional.of(call.send());
        } catch (StripeException e) {
            if (Integer.valueOf(NOT_FOUND).equals(e.getStatusCode())) {
                return Optional.empty();
            }
            throw incomplete(e);
        } catch (RuntimeException e) {
            throw incomplete(e);
        }
    }

    private static <T> T answer(Call<T> call) {
        try {
            return call.send();
        } catch (StripeException e) {
            throw incomplete(e);
        } catch (RuntimeException e) {
            // An answer that the library cannot read, such as an error page of a proxy.
            throw incomplete(e);
        }
    }

    private static GatewayException incomplete(Exception cause) {
        return new GatewayException("stripe list: incomplete (expected: every page)", cause);
    }
}
