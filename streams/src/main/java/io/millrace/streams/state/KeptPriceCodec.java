package io.millrace.streams.state;

/** {@link KeptPrice} as bytes: those of its value and at most 16 more. */
public final class KeptPriceCodec implements StateCodec<KeptPrice> {
    private static final int VERSION = 1;

    @Override
    public byte[] write(KeptPrice price) {
        return new StateOutput(VERSION)
                .putLong(price.offset())
                .putBytes(price.value())
                .toBytes();
    }

    @Override
    public KeptPrice read(byte[] bytes) {
        StateInput in = new StateInput(bytes, VERSION);
        return new KeptPrice(in.getLong(), in.getBytes());
    }
}
