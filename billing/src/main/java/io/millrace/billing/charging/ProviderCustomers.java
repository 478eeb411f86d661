package io.millrace.billing.charging;

/**
 * Makes the provider's customers of workspaces. All that make one share a key of the workspace, so that a lost answer or two
 * at a time lead to one customer; an error that is kept for that key is passed by another. Thread-safe.
 */
public final class ProviderCustomers {
    private final PaymentGateway gateway;

    public ProviderCustomers(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Makes the customer, or finds the one made before. One too many may be made where an error hid the first; it has no card
     * and is charged nothing.
     *
     * @param attempt 1 to 100 characters that name this try among those of the workspace
     * @return the provider's id of it
     * @throws GatewayException when it may not have been made; to be tried again, under another name
     */
    public String make(String workspaceId, String attempt) {
        String shared = "mr:" + workspaceId + ":customer";
        try {
            return gateway.createCustomer(workspaceId, new IdempotencyKey(shared));
        } catch (GatewayException e) {
            if (!e.isReplayed()) {
                throw e;
            }
            return gateway.createCustomer(workspaceId, new IdempotencyKey(shared + ":" + attempt));
        }
    }
}
