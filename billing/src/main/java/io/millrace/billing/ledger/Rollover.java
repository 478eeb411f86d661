package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the rest of a grant that expires: a part of it is granted anew.
 *
 * @param sharePpm of what is left, in parts per million, 1 to 1000000; rounded half-even to the nano-dollar
 * @param most an upper bound of the part, above $0; null for none
 * @param lifeMicros from the expiry of the old grant to that of the new one, above 0
 * @param times how often in a row, 1 to 1000: the new grant may do so once less
 */
public record Rollover(long sharePpm, @Nullable Money most, long lifeMicros, int times) {
    private static final long WHOLE_PPM = 1_000_000L;
    private static final int TIMES_MAX = 1_000;

    public Rollover {
        if (sharePpm < 1 || sharePpm > WHOLE_PPM) {
            throw Expected.illegal("rollover share_ppm", sharePpm, "1 to " + WHOLE_PPM);
        }
        if (most != null && most.nanoUsd() <= 0) {
            throw Expected.illegal("rollover most", most, "> $0");
        }
        if (lifeMicros <= 0) {
            throw Expected.illegal("rollover life", lifeMicros + " us", "> 0");
        }
        if (times < 1 || times > TIMES_MAX) {
            throw Expected.illegal("rollover times", times, "1 to " + TIMES_MAX);
        }
    }

    /** The part of a rest that rolls over: $0 to the whole. */
    public Money of(Money left) {
        Money share = left.timesPpm(sharePpm);
        return most != null && most.compareTo(share) < 0 ? most : share;
    }

    /** The rule of the new grant; null when it was the last time. */
    public @Nullable Rollover next() {
        return times == 1 ? null : new Rollover(sharePpm, most, lifeMicros, times - 1);
    }
}
