package io.millrace.streams.metering;

import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import io.millrace.streams.state.AccountCodec;
import io.millrace.streams.state.BudgetStateCodec;
import io.millrace.streams.state.ScopeStateCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps everything as bytes, as the stores do, so that it can be restored into another meter. */
final class MemoryMeterState implements MeterState {
    private final Map<Scope, byte[]> scopes = new HashMap<>();
    private final Map<String, byte[]> accounts = new HashMap<>();
    private final Map<String, byte[]> late = new HashMap<>();
    private final Set<String> marks = new HashSet<>();

    /** The state as it is now; what either writes later is not the other's. */
    MemoryMeterState copy() {
        MemoryMeterState copy = new MemoryMeterState();
        copy.scopes.putAll(scopes);
        copy.accounts.putAll(accounts);
        copy.late.putAll(late);
        copy.marks.addAll(marks);
        return copy;
    }

    void restoreInto(Meter meter) {
        accounts.values().forEach(bytes -> meter.restore(new AccountCodec().read(bytes)));
        scopes.values().forEach(bytes -> meter.restore(new ScopeStateCodec().read(bytes)));
    }

    long chargesNanoUsd(String workspaceId) {
        byte[] bytes = accounts.get(workspaceId);
        return bytes == null ? 0 : new AccountCodec().read(bytes).chargesNanoUsd();
    }

    Set<Scope> scopes() {
        return scopes.keySet();
    }

    @Override
    public void save(ScopeState scope) {
        scopes.put(scope.scope(), new ScopeStateCodec().write(scope));
    }

    @Override
    public void remove(ScopeState scope) {
        scopes.remove(scope.scope());
    }

    @Override
    public void save(Account account) {
        accounts.put(account.workspaceId(), new AccountCodec().write(account));
    }

    @Override
    public boolean first(String text) {
        return marks.add(text);
    }

    @Override
    public @Nullable BudgetState find(Scope scope, BudgetState newest, Window window) {
        byte[] bytes = late.get(key(scope, newest, window));
        return bytes == null ? null : new BudgetStateCodec().read(bytes);
    }

    @Override
    public void keep(Scope scope, BudgetState state) {
        Window window = state.window();
        if (window != null) {
            late.put(key(scope, state, window), new BudgetStateCodec().write(state));
        }
    }

    @Override
    public void forgetBefore(long micros) {
        late.values().removeIf(bytes -> {
            Window window = new BudgetStateCodec().read(bytes).window();
            return window != null && window.endsBy(micros);
        });
    }

    private static String key(Scope scope, BudgetState state, Window window) {
        return scope.key() + " " + state.policyId() + " " + state.period() + state.measure() + window.startMicros();
    }
}
