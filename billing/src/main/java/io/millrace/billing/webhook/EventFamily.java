package io.millrace.billing.webhook;

/** What an event is about; each family has at most one effect. */
public enum EventFamily {
    /** payment_intent.*: object pi_… */
    PAYMENT,
    /** checkout.session.*: object cs_… */
    CHECKOUT,
    /** refund.*, charge.refund.updated: object re_…; and charge.refunded: object ch_… */
    REFUND,
    /** charge.dispute.*: object dp_… or du_… */
    DISPUTE,
    /** customer.subscription.*: object sub_…; invoice.*: object in_… */
    SUBSCRIPTION,
    /** The other customer.*, payment_method.*, setup_intent.*. */
    PROFILE,
    /** Nothing that billing acts on. */
    OTHER;

    public static EventFamily of(String type) {
        if (type.startsWith("payment_intent.")) {
            return PAYMENT;
        }
        if (type.startsWith("checkout.session.")) {
            return CHECKOUT;
        }
        if (type.startsWith("refund.") || type.equals("charge.refunded") || type.startsWith("charge.refund.")) {
            return REFUND;
        }
        if (type.startsWith("charge.dispute.")) {
            return DISPUTE;
        }
        if (type.startsWith("customer.subscription.") || type.startsWith("invoice.")) {
            return SUBSCRIPTION;
        }
        boolean profile =
                type.startsWith("customer.") || type.startsWith("payment_method.") || type.startsWith("setup_intent.");
        return profile ? PROFILE : OTHER;
    }
}
