package io.millrace.alerts.send;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Ids in headers, which carry visible ASCII alone. */
final class HeaderText {
    private HeaderText() {}

    /** The id itself where it is visible ASCII, else percent-encoded UTF-8. */
    static String of(String id) {
        boolean visible = id.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return visible ? id : URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
