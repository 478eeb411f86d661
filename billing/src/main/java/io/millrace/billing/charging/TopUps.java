package io.millrace.billing.charging;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where top-ups are kept. Implementations are thread-safe, and every method is one transaction. */
public interface TopUps extends Settlement {
    /** Takes the lease of one top-up that is open, not frozen, and that nobody holds; empty when there is none. */
    Optional<TopUp> claim(Duration lease);

    /**
     * Commits a top-up's state and holds its lease for the given time.
     *
     * @param setback what it means for the customer, committed and told with it; null where it means nothing
     * @return the stored one; empty when somebody else changed it meanwhile, so that the caller must let go of it
     */
    Optional<TopUp> save(TopUp topUp, Duration lease, @Nullable Setback setback);
}
