package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Invoice;
import io.millrace.embedded.stripe.model.Price;
import io.millrace.embedded.stripe.model.Subscription;
import io.millrace.embedded.stripe.model.Subscription.Status;

/** The endpoints below {@code /v1/invoices}, to read. Invoices are made by who tests. */
public final class Invoices {
    private Invoices() {}

    /** {@code GET /v1/invoices/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Invoice.class, id), parameters);
        };
    }

    /** {@code GET /v1/invoices}. */
    static Operation list() {
        return Pages.of(
                "/v1/invoices",
                Invoice.class,
                new Pages.By<>("customer", Invoice::customer),
                new Pages.By<>("subscription", Invoice::subscription));
    }

    /** Bills a living subscription once: paid it is active, else past due. */
    static Invoice bill(Draft draft, Subscription subscription, boolean paid) {
        long cents = 0;
        for (Subscription.Item item : subscription.items()) {
            Price price = draft.existing(Price.class, item.price());
            cents = Math.addExact(cents, Math.multiplyExact(price.unitCents(), item.quantity()));
        }
        var invoice = new Invoice(
                draft.newId("in"),
                draft.nowSeconds(),
                subscription.customer(),
                subscription.id(),
                subscription.progress().defaultPaymentMethod(),
                subscription.currency(),
                cents,
                paid);
        draft.put(invoice, paid ? "invoice.paid" : "invoice.payment_failed");
        Subscriptions.to(draft, subscription, paid ? Status.ACTIVE : Status.PAST_DUE);
        return invoice;
    }
}
