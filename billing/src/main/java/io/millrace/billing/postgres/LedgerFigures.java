package io.millrace.billing.postgres;

import io.millrace.schemas.money.Money;
import java.util.List;
import java.util.Map;

/**
 * The sums of the ledger at one instant.
 *
 * @param drawdowns posted, those of charge 0 too
 * @param charge of all drawdowns posted
 * @param usageFromGrants usage transfers out of grants
 * @param usageOnReceivable usage transfers that customers owe
 * @param repayments transfers from new grants to what was owed
 * @param funding transfers into new grants
 * @param debits of all transfers, by the accounts debited
 * @param credits of all transfers, by the accounts credited
 * @param intoGrants of all transfers into grants
 * @param outOfGrants of all transfers out of grants
 * @param remaining of all grants
 * @param topUpCents cents granted by payment, by the id of the PaymentIntent
 * @param outboxPending credits not yet known to be in Kafka
 * @param differences each by name; empty when the books are right in themselves
 */
public record LedgerFigures(
        long drawdowns,
        Money charge,
        Money usageFromGrants,
        Money usageOnReceivable,
        Money repayments,
        Money funding,
        Money debits,
        Money credits,
        Money intoGrants,
        Money outOfGrants,
        Money remaining,
        Map<String, Long> topUpCents,
        long deadLetters,
        long outboxPending,
        List<String> differences) {
    public LedgerFigures {
        topUpCents = Map.copyOf(topUpCents);
        differences = List.copyOf(differences);
    }
}
