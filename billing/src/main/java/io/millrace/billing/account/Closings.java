package io.millrace.billing.account;

import java.time.Duration;
import java.util.Optional;

/** Where closings are kept. Implementations are thread-safe, and every method is one transaction. */
public interface Closings {
    /** Takes the lease of one that is due and that nobody holds; empty when there is none. */
    Optional<Closing> claim(Duration lease);

    /** The same of one workspace, whatever is due. */
    Optional<Closing> claim(String workspaceId, Duration lease);

    /** What is open of the account now; empty where it is not being closed any more. */
    Optional<Standing> standing(Closing closing);

    /** Top-ups that were not sent fail, those that wait for a customer or a day are canceled, pages are closed. */
    void stopTopUps(Closing closing);

    void stopSchedule(Closing closing, String name);

    /** @throws io.millrace.schemas.error.MillraceException when it cannot be given back now */
    void refund(Closing closing, CloseStep.Refund refund);

    void voidGrant(Closing closing, String grantId);

    /** What the provider knows the customer by is forgotten: the payment methods are detached. */
    void forgetProfile(Closing closing, CloseStep.Detach detached);

    /** Erases the profile and closes the account, if nothing of it came up meanwhile. */
    void erase(Closing closing);

    /** Lets go of the lease until then, and says what it waits for. */
    void rest(Closing closing, String waitsFor, Duration pause);
}
