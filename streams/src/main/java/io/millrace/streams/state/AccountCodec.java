package io.millrace.streams.state;

import io.millrace.streams.metering.Account;

/** {@link Account} as bytes. */
public final class AccountCodec implements StateCodec<Account> {
    @Override
    public int version() {
        return 2;
    }

    @Override
    public void put(StateOutput out, Account account) {
        out.putText(account.workspaceId())
                .putLong(account.creditsNanoUsd())
                .putLong(account.chargesNanoUsd())
                .putNullable(account.exhaustedSinceMicros())
                .putLong(account.unpricedModels())
                .putLong(account.episodes());
    }

    @Override
    public Account get(StateInput in) {
        return new Account(in.getText(), in.getLong(), in.getLong(), in.getNullable(), in.getInt(), in.getLong());
    }
}
