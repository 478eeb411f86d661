package io.millrace.billing.ledger;

import io.millrace.schemas.billing.Drawdown;
import java.util.List;
import java.util.Map;

/**
 * What posting a list of drawdowns comes to.
 *
 * @param transfers in the order of the drawdowns
 * @param after every customer given, as it is afterwards, with used-up grants still in it
 * @param poison drawdowns that were left out, with the reason
 */
public record Posted(List<Transfer> transfers, List<CustomerAccounts> after, Map<Drawdown, Poison> poison) {
    public Posted {
        transfers = List.copyOf(transfers);
        after = List.copyOf(after);
        poison = Map.copyOf(poison);
    }
}
