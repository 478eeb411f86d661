package io.millrace.billing.returns;

/** Disputes at the payment provider. Implementations are thread-safe and never retry by themselves. */
@FunctionalInterface
public interface DisputeGateway {
    /** @throws io.millrace.billing.charging.GatewayException when the provider does not tell */
    DisputeObject retrieve(String disputeId);
}
