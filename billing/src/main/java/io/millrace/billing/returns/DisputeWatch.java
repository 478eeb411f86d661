package io.millrace.billing.returns;

import java.util.Optional;

/** Fetches disputes and applies what they are now: when told of one, and from time to time while one is open. Thread-safe. */
public final class DisputeWatch {
    private final Disputes disputes;
    private final DisputeGateway gateway;
    private final RefundSettings settings;

    public DisputeWatch(Disputes disputes, DisputeGateway gateway, RefundSettings settings) {
        this.disputes = disputes;
        this.gateway = gateway;
        this.settings = settings;
    }

    /** Looks at one dispute that is due. Returns whether there was one. */
    public boolean step() {
        Optional<String> due = disputes.claim(settings.lease());
        due.ifPresent(this::settle);
        return due.isPresent();
    }

    /** @throws io.millrace.billing.charging.GatewayException when the provider does not tell */
    public ReturnResult settle(String disputeId) {
        return disputes.settle(gateway.retrieve(disputeId), settings.lookAgain());
    }
}
