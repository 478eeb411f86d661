package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A grant that ends with something left: expired, rolled over or voided. Nothing is left of it afterwards. The rest of a
 * paid grant is earned as breakage, of one given away it is no expense after all.
 *
 * @param left what the grant held
 */
public record Ending(Money left, List<Transfer> transfers, CustomerAccounts after) {
    public Ending {
        transfers = List.copyOf(transfers);
    }

    /** @param customer the owner, among whose grants is the one that ends */
    public static Ending expired(CustomerAccounts customer, Grant grant, UUID cause) {
        return lost(customer, grant, TransferKind.BREAKAGE, cause);
    }

    /** @param customer the owner, among whose grants is the one that ends */
    public static Ending voided(CustomerAccounts customer, Grant grant, UUID cause) {
        return lost(customer, grant, TransferKind.VOID, cause);
    }

    /**
     * Expired, and a part of it granted anew; what the customer owes is repaid first of that, as by any new grant.
     *
     * @param next the new grant, whose remaining is the part: above $0, at most what is left
     */
    public static Ending rolledOver(CustomerAccounts customer, Grant grant, Grant next, UUID cause) {
        Money rest = requireLeft(customer, grant).minus(next.remaining());
        if (rest.nanoUsd() < 0) {
            throw Expected.illegal("rollover of grant " + grant.account().value(), next.remaining(), "<= what is left");
        }
        Funding funding =
                Funding.between(without(customer, grant), next, grant.account(), TransferKind.ROLLOVER, cause);
        List<Transfer> transfers = new ArrayList<>(funding.transfers());
        if (rest.nanoUsd() > 0) {
            transfers.add(new Transfer(cause, TransferKind.BREAKAGE, grant.account(), expiresInto(grant), rest));
        }
        return new Ending(grant.remaining(), transfers, funding.after());
    }

    private static Ending lost(CustomerAccounts customer, Grant grant, TransferKind kind, UUID cause) {
        Money left = requireLeft(customer, grant);
        Transfer transfer = new Transfer(cause, kind, grant.account(), expiresInto(grant), left);
        return new Ending(left, List.of(transfer), without(customer, grant));
    }

    private static AccountId expiresInto(Grant grant) {
        return grant.kind().expiresInto().id();
    }

    private static Money requireLeft(CustomerAccounts customer, Grant grant) {
        if (!customer.grants().contains(grant) || grant.remaining().nanoUsd() == 0) {
            throw Expected.illegal(
                    "grant " + grant.account().value(), grant.remaining(), "one of the customer's with something left");
        }
        return grant.remaining();
    }

    /** The grant stays among them, empty, so that its row is brought up to date. */
    private static CustomerAccounts without(CustomerAccounts customer, Grant ended) {
        List<Grant> grants = customer.grants().stream()
                .map(grant -> grant.equals(ended) ? grant.less(grant.remaining()) : grant)
                .toList();
        return new CustomerAccounts(
                customer.customerId(), customer.receivable(), customer.overdraft(), customer.drawn(), grants);
    }
}
