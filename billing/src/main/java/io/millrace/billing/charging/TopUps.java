package io.millrace.billing.charging;

import java.time.Duration;
import java.util.Optional;

/** Where top-ups are kept. Implementations are thread-safe, and every method is one transaction. */
public interface TopUps {
    /** Takes the lease of one top-up that is open and that nobody holds; empty when there is none. */
    Optional<TopUp> claim(Duration lease);

    /**
     * Commits a top-up's state and holds its lease for the given time.
     *
     * @return the stored one; empty when somebody else changed it meanwhile, so that the caller must let go of it
     */
    Optional<TopUp> save(TopUp topUp, Duration lease);

    /**
     * Books a payment that succeeded: grant, transfers, credit and the top-up's end in one transaction. A second call for
     * the same top-up does nothing.
     *
     * @return whether this call booked it
     * @throws io.millrace.schemas.error.MillraceException when intent and top-up disagree in id or amount
     */
    boolean settle(TopUp topUp, Intent intent);
}
