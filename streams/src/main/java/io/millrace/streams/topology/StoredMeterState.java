package io.millrace.streams.topology;

import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import io.millrace.streams.metering.Account;
import io.millrace.streams.metering.BudgetState;
import io.millrace.streams.metering.Meter;
import io.millrace.streams.metering.MeterState;
import io.millrace.streams.metering.ScopeState;
import io.millrace.streams.state.AccountCodec;
import io.millrace.streams.state.ScopeStateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The meter's state in the stores of its task. A scope or an account is written when the transaction ends, once, however
 * many calls changed it. Not thread-safe.
 */
final class StoredMeterState implements MeterState {
    private static final byte[] MARK = {1};

    private final StateLog<ScopeState> scopes;
    private final KeyValueStore<String, BudgetState> lateWindows;
    private final StateLog<Account> accounts;
    private final KeyValueStore<String, byte[]> marks;
    /** End of a window, microseconds since the epoch, to the keys of what ended then; lifetimes are not in it. */
    private final NavigableMap<Long, List<String>> byEnd = new TreeMap<>();

    StoredMeterState(ProcessorContext<Object, Object> context) {
        scopes = new StateLog<>(
                context.getStateStore(Store.SCOPES.id()),
                new ScopeStateCodec(),
                state -> state.scope().key());
        lateWindows = context.getStateStore(Store.LATE_WINDOWS.id());
        accounts = new StateLog<>(context.getStateStore(Store.ACCOUNTS.id()), new AccountCodec(), Account::workspaceId);
        marks = context.getStateStore(Store.MARKS.id());
        try (KeyValueIterator<String, BudgetState> all = lateWindows.all()) {
            all.forEachRemaining(entry -> index(entry.key, entry.value.window()));
        }
    }

    /** Hands the accounts and scopes of an earlier run to a meter that knows the policies and workspaces already. */
    void restoreInto(Meter meter) {
        accounts.restore(meter::restore);
        scopes.restore(meter::restore);
    }

    /** Writes what was to be saved. */
    void saveAll() {
        scopes.write();
        accounts.write();
    }

    @Override
    public void save(ScopeState scope) {
        scopes.save(scope);
    }

    @Override
    public void remove(ScopeState scope) {
        scopes.remove(scope);
    }

    @Override
    public void save(Account account) {
        accounts.save(account);
    }

    @Override
    public boolean first(String text) {
        boolean first = marks.get(text) == null;
        if (first) {
            marks.put(text, MARK);
        }
        return first;
    }

    @Override
    public @Nullable BudgetState find(Scope scope, BudgetState newest, Window window) {
        return lateWindows.get(key(scope, newest, window));
    }

    @Override
    public void keep(Scope scope, BudgetState state) {
        Window window = state.window();
        if (window != null) {
            String key = key(scope, state, window);
            if (lateWindows.get(key) == null) {
                index(key, window);
            }
            lateWindows.put(key, state);
        }
    }

    @Override
    public void forgetBefore(long micros) {
        NavigableMap<Long, List<String>> ended = byEnd.headMap(micros, true);
        for (List<String> keys : ended.values()) {
            keys.forEach(lateWindows::delete);
        }
        ended.clear();
    }

    private void index(String key, @Nullable Window window) {
        Long end = window == null ? null : window.endMicros();
        if (end != null) {
            byEnd.computeIfAbsent(end, micros -> new ArrayList<>(1)).add(key);
        }
    }

    private static String key(Scope scope, BudgetState state, Window window) {
        String policyId = state.policyId();
        return window.startMicros() + "|" + state.period() + "|" + state.measure() + "|" + policyId.length() + "|"
                + policyId + "|" + scope.key();
    }
}
