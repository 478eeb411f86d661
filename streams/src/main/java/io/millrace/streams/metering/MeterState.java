package io.millrace.streams.metering;

import io.millrace.schemas.scope.Scope;

/** Where the meter keeps what must survive it. Not thread-safe. */
public interface MeterState extends LateWindows {
    void save(ScopeState scope);

    void remove(Scope scope);

    void save(Account account);

    /** True the first time a text is given, ever. */
    boolean first(String text);

    /** Forgets what ended before the instant. */
    void forgetBefore(long micros);
}
