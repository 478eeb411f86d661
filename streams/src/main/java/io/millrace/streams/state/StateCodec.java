package io.millrace.streams.state;

/** Writes and reads one kind of state. The first byte is the version of the form. Thread-safe. */
public interface StateCodec<T> {
    byte[] write(T state);

    /** @throws IllegalArgumentException when the bytes are of a version this code does not know */
    T read(byte[] bytes);
}
