package io.millrace.streams.state;

import io.millrace.streams.metering.Account;

/** {@link Account} as bytes. */
public final class AccountCodec implements StateCodec<Account> {
    private static final int VERSION = 2;

    @Override
    public byte[] write(Account account) {
        return new StateOutput(VERSION)
                .putText(account.workspaceId())
                .putLong(account.creditsNanoUsd())
                .putLong(account.chargesNanoUsd())
                .putNullable(account.exhaustedSinceMicros())
                .putLong(account.unpricedModels())
                .putLong(account.episodes())
                .toBytes();
    }

    @Override
    public Account read(byte[] bytes) {
        StateInput in = new StateInput(bytes, VERSION);
        return new Account(in.getText(), in.getLong(), in.getLong(), in.getNullable(), in.getInt(), in.getLong());
    }
}
