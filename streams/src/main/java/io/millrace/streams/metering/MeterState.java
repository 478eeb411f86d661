package io.millrace.streams.metering;

/** Where the meter keeps what must survive it. Not thread-safe. */
public interface MeterState extends LateWindows {
    /** Keeps what the scope holds when the transaction ends; saving it again before that is free. */
    void save(ScopeState scope);

    void remove(ScopeState scope);

    /** Likewise. */
    void save(Account account);

    /** True the first time a text is given, ever. */
    boolean first(String text);

    /** Forgets what ended before the instant. */
    void forgetBefore(long micros);
}
