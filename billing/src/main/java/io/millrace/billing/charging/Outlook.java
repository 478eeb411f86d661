package io.millrace.billing.charging;

/**
 * What the database's clock and the account said of a top-up when it was read.
 *
 * @param createKeyOld whether the create key was first sent so long ago that Stripe may have forgotten it
 * @param overdue whether it waited for its customer for longer than it may
 * @param wanted false for an automatic one that is not needed any more, or whose card was replaced, and for one of an account that closes
 */
public record Outlook(boolean createKeyOld, boolean overdue, boolean wanted) {
    /** One that was just opened. */
    public static final Outlook FRESH = new Outlook(false, false, true);

    Outlook withFreshKey() {
        return new Outlook(false, overdue, wanted);
    }
}
