package io.millrace.streams.state;

/** Writes and reads one kind of state. Thread-safe. */
public interface StateCodec<T> {
    /** Of the form; bytes begin with it. */
    int version();

    void put(StateOutput out, T state);

    T get(StateInput in);

    /** One state by itself. */
    default byte[] write(T state) {
        StateOutput out = new StateOutput(version());
        put(out, state);
        return out.toBytes();
    }

    /** @throws IllegalArgumentException when the bytes are of a version this code does not know */
    default T read(byte[] bytes) {
        return get(new StateInput(bytes, version()));
    }
}
