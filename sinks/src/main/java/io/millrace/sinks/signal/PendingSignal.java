package io.millrace.sinks.signal;

/** A signal on its way to the database, with the record it was read from in case it is refused. */
record PendingSignal(Signal signal, SignalFrame frame) {}
