package io.millrace.streams.state;

/** Writes a {@link ChunkInput chunk}. Not thread-safe. */
public final class ChunkOutput<S> {
    private final StateCodec<S> codec;
    private final StateOutput out;
    private boolean empty = true;

    public ChunkOutput(StateCodec<S> codec) {
        this.codec = codec;
        this.out = new StateOutput(codec.version());
    }

    public void add(S state) {
        codec.put(out.putLong(ChunkInput.STATE), state);
        empty = false;
    }

    /** Says that a state of an earlier chunk is no more. */
    public void remove(String key) {
        out.putLong(ChunkInput.REMOVED).putText(key);
        empty = false;
    }

    public boolean isEmpty() {
        return empty;
    }

    public int sizeBytes() {
        return out.size();
    }

    /** What was added; the next chunk begins. */
    public byte[] take() {
        byte[] chunk = out.toBytes();
        out.clear();
        empty = true;
        return chunk;
    }
}
