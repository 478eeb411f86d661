package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;

/**
 * How often a top-up was tried.
 *
 * @param create number in the create key, from 1; raised only when the last attempt is proven to have created nothing
 * @param confirm number in the confirm key, from 1; raised only when the last attempt is proven to have charged nothing
 * @param declines of its payment so far
 * @param tries calls in a row that settled nothing; the pause grows with them
 */
public record Attempts(int create, int confirm, int declines, int tries) {
    static final Attempts NONE = new Attempts(1, 1, 0, 0);

    public Attempts {
        if (create < 1 || confirm < 1 || declines < 0 || tries < 0) {
            throw Expected.illegal(
                    "attempts", create + ", " + confirm + ", " + declines + ", " + tries, "from 1, 1, 0, 0");
        }
    }

    Attempts nextCreate() {
        return new Attempts(create + 1, confirm, declines, 0);
    }

    Attempts nextConfirm() {
        return new Attempts(create, confirm + 1, declines, 0);
    }

    Attempts nextDecline() {
        return new Attempts(create, confirm, declines + 1, 0);
    }

    Attempts again() {
        return new Attempts(create, confirm, declines, tries + 1);
    }

    Attempts fresh() {
        return new Attempts(create, confirm, declines, 0);
    }
}
