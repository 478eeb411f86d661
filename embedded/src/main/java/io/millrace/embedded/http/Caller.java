package io.millrace.embedded.http;

import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of TLS. */
final class Caller {
    /** As the broker's rule has it: a name of another form is nobody's. */
    private static final Pattern NAME = Pattern.compile("CN=([a-z0-9-]+)");

    private Caller() {}

    /** The common name of a client whose certificate was believed; null where it showed none. */
    static @Nullable String of(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? name(certificate.getSubjectX500Principal().getName())
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    static @Nullable String name(String distinguished) {
        Matcher name = NAME.matcher(distinguished);
        return name.matches() ? name.group(1) : null;
    }
}
