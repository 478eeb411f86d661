package io.millrace.schemas.budget;

import io.millrace.schemas.rule.Require;

/**
 * Calls from unusually many client addresses within a day of the policy's zone. Immutable.
 *
 * @param maxAddresses distinct client-IP pseudonyms that raise no alert yet, 1 to 64: all of them are kept until there are more
 */
public record AddressSignal(int maxAddresses) {
    public static final int ADDRESSES_MAX = 64;

    public AddressSignal {
        Require.between("policy.abuse.addresses.max_addresses", maxAddresses, 1, ADDRESSES_MAX);
    }
}
