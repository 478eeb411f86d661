package io.millrace.streams.state;

/** {@link KeptPrice} as bytes: those of its value and at most 16 more. */
public final class KeptPriceCodec implements StateCodec<KeptPrice> {
    @Override
    public int version() {
        return 1;
    }

    @Override
    public void put(StateOutput out, KeptPrice price) {
        out.putLong(price.offset()).putBytes(price.value());
    }

    @Override
    public KeptPrice get(StateInput in) {
        return new KeptPrice(in.getLong(), in.getBytes());
    }
}
