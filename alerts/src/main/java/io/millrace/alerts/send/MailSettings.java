package io.millrace.alerts.send;

import io.millrace.schemas.config.Secret;
import java.time.Duration;
import java.util.List;

/**
 * Where mail goes.
 *
 * @param host of the SMTP server
 * @param port 1 to 65535
 * @param encryption of the connection; the server's certificate and name are checked
 * @param user empty to not authenticate
 * @param from address of the sender
 * @param to addresses of the receivers, at least one
 * @param timeout of connecting, of an answer, and of writing, each
 */
public record MailSettings(
        String host,
        int port,
        Encryption encryption,
        String user,
        Secret password,
        String from,
        List<String> to,
        Duration timeout) {
    /** How the connection is protected. */
    public enum Encryption {
        NONE,
        STARTTLS,
        TLS
    }

    public MailSettings {
        to = List.copyOf(to);
    }
}
