package io.millrace.billing.reconcile;

/**
 * The same object as the ledger has it.
 *
 * @param id the provider's id of it; of a top-up that has none yet, its own id
 * @param status in the ledger's words
 * @param amountCents whole cents of USD
 */
public record Booked(String id, Standing standing, String status, long amountCents) {
    String text() {
        return amountCents + " usd cents, " + status;
    }
}
