package io.millrace.streams.state;

import java.util.function.Consumer;

/** Many states in one record of a changelog: for each {@value #STATE} and the state, or {@value #REMOVED} and the key of one that is no more. */
public final class ChunkInput<S> {
    static final int STATE = 0;
    static final int REMOVED = 1;

    private final StateCodec<S> codec;

    public ChunkInput(StateCodec<S> codec) {
        this.codec = codec;
    }

    /** What a chunk holds, in the order in which it was written. */
    public void read(byte[] chunk, Consumer<S> states, Consumer<String> removed) {
        StateInput in = new StateInput(chunk, codec.version());
        while (in.hasMore()) {
            if (in.getLong() == STATE) {
                states.accept(codec.get(in));
            } else {
                removed.accept(in.getText());
            }
        }
    }
}
