package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.RefundService;
import io.millrace.billing.charging.Answer;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundAnswer;
import io.millrace.billing.returns.RefundGateway;
import io.millrace.billing.returns.RefundObject;
import java.util.Locale;
import java.util.Objects;

/** Refunds at Stripe. Thread-safe. In USD only. */
public final class StripeRefunds implements RefundGateway {
    private static final String REFUND_ID = "refund_id";
    private static final long PAGE_MAX = 100;
    private static final int NOT_FOUND = 404;

    private final RefundService refunds;

    private StripeRefunds(StripeClient client) {
        refunds = client.v1().refunds();
    }

    public static StripeRefunds of(StripeSettings settings) {
        return new StripeRefunds(StripeClients.open(settings));
    }

    @Override
    public RefundAnswer create(Refund refund) {
        RefundCreateParams params = RefundCreateParams.builder()
                .setPaymentIntent(refund.paymentIntent())
                .setAmount(refund.amountCents())
                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                .putMetadata(REFUND_ID, refund.id().toString())
                .build();
        RequestOptions options = RequestOptions.builder()
                .setIdempotencyKey(refund.createKey().value())
                .build();
        return answer(() -> new RefundAnswer.Ok(object(refunds.create(params, options))));
    }

    @Override
    public RefundAnswer retrieve(String stripeRefund) {
        return answer(() -> new RefundAnswer.Ok(object(refunds.retrieve(stripeRefund))));
    }

    @Override
    public RefundAnswer find(Refund refund) {
        RefundListParams params = RefundListParams.builder()
                .setPaymentIntent(refund.paymentIntent())
                .setLimit(PAGE_MAX)
                .build();
        return answer(() -> {
            for (com.stripe.model.Refund listed : refunds.list(params).autoPagingIterable()) {
                RefundObject object = object(listed);
                if (refund.id().toString().equals(object.refundId())) {
                    return new RefundAnswer.Ok(object);
                }
            }
            return new RefundAnswer.Absent();
        });
    }

    private interface Request {
        RefundAnswer send() throws StripeException;
    }

    private static RefundAnswer answer(Request request) {
        try {
            return request.send();
        } catch (StripeException e) {
            if (Objects.equals(e.getStatusCode(), NOT_FOUND)) {
                return new RefundAnswer.Refused(Objects.requireNonNullElse(e.getCode(), "resource_missing"));
            }
            return answer(StripeAnswers.answer(e));
        } catch (RuntimeException e) {
            // An answer or a later page that the library cannot read: the outcome is open.
            return new RefundAnswer.Later(e.getClass().getSimpleName());
        }
    }

    private static RefundAnswer answer(Answer failure) {
        if (failure instanceof Answer.Refused refused) {
            return new RefundAnswer.Refused(refused.code());
        }
        if (failure instanceof Answer.Declined declined) {
            return new RefundAnswer.Refused(declined.code());
        }
        return failure instanceof Answer.Indeterminate indeterminate
                ? new RefundAnswer.Indeterminate(indeterminate.reason())
                : new RefundAnswer.Later(failure.toString());
    }

    private static RefundObject object(com.stripe.model.Refund refund) {
        return new RefundObject(
                refund.getId(),
                status(Objects.requireNonNullElse(refund.getStatus(), "")),
                refund.getAmount(),
                Objects.requireNonNullElse(refund.getPaymentIntent(), ""),
                refund.getMetadata() == null ? null : refund.getMetadata().get(REFUND_ID),
                refund.getFailureReason());
    }

    /** A status that is not known is not an end: the money has left until the provider says otherwise. */
    private static RefundObject.Status status(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "succeeded" -> RefundObject.Status.SUCCEEDED;
            case "failed", "canceled" -> RefundObject.Status.FAILED;
            default -> RefundObject.Status.PENDING;
        };
    }
}
