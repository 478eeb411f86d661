package io.millrace.client.redaction;

/** The numbers the Social Security Administration can have issued: no area 000, 666 or 9xx, no group 00, no serial 0000. */
final class SocialSecurity {
    private static final int LENGTH = 9;

    private SocialSecurity() {}

    /** A part of -1 was not a number. */
    static boolean valid(int area, int group, int serial) {
        return area > 0 && area < 900 && area != 666 && group > 0 && serial > 0;
    }

    /** True for nine digits alone that can be one: meaningful only where a name says so. */
    static boolean bare(String value) {
        if (value.length() != LENGTH || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return valid(
                Integer.parseInt(value, 0, 3, 10),
                Integer.parseInt(value, 3, 5, 10),
                Integer.parseInt(value, 5, LENGTH, 10));
    }
}
