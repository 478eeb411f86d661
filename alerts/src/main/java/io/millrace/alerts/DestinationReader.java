package io.millrace.alerts;

import io.millrace.alerts.message.Interest;
import io.millrace.alerts.send.MailSender;
import io.millrace.alerts.send.MailSettings;
import io.millrace.alerts.send.MailSettings.Encryption;
import io.millrace.alerts.send.Signature;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code destination.<name>.…}. Used by one thread. */
final class DestinationReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int LOOK_BACK_MINUTES = 60;
    private static final int MONTH_MINUTES = 30 * 24 * 60;

    private enum Type {
        WEBHOOK,
        SLACK,
        MAIL,
        LOG
    }

    private final ConfigReader reader;
    private final String name;
    private final String prefix;

    DestinationReader(ConfigReader reader, String name) {
        this.reader = reader;
        this.name = name;
        prefix = "destination." + name + ".";
    }

    /** The names in {@code destinations}, each fit to be one. */
    static List<String> names(ConfigReader reader) {
        List<String> names = texts(reader.text("destinations", null));
        boolean fit = names.stream().allMatch(name -> NAME.matcher(name).matches());
        if (names.isEmpty() || !fit || new HashSet<>(names).size() < names.size()) {
            reader.problem(Expected.message(
                    "destinations", names, "names of small letters and digits, each once, such as ops,finance"));
            return List.of();
        }
        return names;
    }

    Destination read() {
        Type type = reader.choice(prefix + "type", Type.WEBHOOK);
        Duration timeout = Duration.ofMillis(reader.integer(prefix + "timeout.ms", TIMEOUT_MILLIS, 100, 120_000));
        Way way = switch (type) {
            case WEBHOOK -> new Way.Webhook(url(), signing(), timeout);
            case SLACK -> new Way.Slack(url(), timeout);
            case MAIL -> mail(timeout);
            case LOG -> new Way.Log();
        };
        int concurrency = reader.integer(prefix + "concurrency", 4, 1, 32);
        int lookBack = reader.integer(prefix + "look.back.minutes", LOOK_BACK_MINUTES, 0, MONTH_MINUTES);
        return new Destination(name, way, interest(), concurrency, Duration.ofMinutes(lookBack));
    }

    private Interest interest() {
        Set<AlertKind> alerts = kinds("alerts", AlertKind.class, "ALL");
        Set<NoticeKind> notices = kinds("notices", NoticeKind.class, "NONE");
        Set<String> workspaces = Set.copyOf(texts(reader.text(prefix + "workspaces", "")));
        int percent = reader.integer(prefix + "percent.min", 0, 0, 1_000);
        return new Interest(alerts, notices, workspaces, percent);
    }

    private <E extends Enum<E>> Set<E> kinds(String key, Class<E> type, String fallback) {
        List<String> texts = texts(reader.text(prefix + key, fallback));
        if (texts.equals(List.of("ALL"))) {
            return EnumSet.allOf(type);
        }
        Set<E> kinds = EnumSet.noneOf(type);
        if (texts.equals(List.of("NONE"))) {
            return kinds;
        }
        for (String text : texts) {
            try {
                kinds.add(Enum.valueOf(type, text));
            } catch (IllegalArgumentException e) {
                String rule = "ALL, NONE or some of " + Arrays.toString(type.getEnumConstants());
                reader.problem(Expected.message(prefix + key, text, rule));
            }
        }
        return kinds;
    }

    /** Plain http only to this machine, or where it is asked for: what is told is nobody else's business. */
    private Secret url() {
        boolean plain = reader.flag(prefix + "allow.http", false);
        Secret url = reader.secret(prefix + "url");
        if (!url.reveal().isEmpty() && !isFit(url.reveal(), plain)) {
            reader.problem(Expected.message(
                    prefix + "url", "[redacted]", "an https address, or http to this machine or with allow.http=true"));
        }
        return url;
    }

    private static boolean isFit(String text, boolean plain) {
        try {
            URI url = URI.create(text);
            String host = url.getHost();
            boolean here = "localhost".equals(host) || "127.0.0.1".equals(host);
            return host != null
                    && ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && (plain || here)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Secret signing() {
        Secret secret = reader.secret(prefix + "secret");
        if (!secret.reveal().isEmpty()) {
            check(() -> new Signature(secret));
        }
        return secret;
    }

    private Way mail(Duration timeout) {
        Encryption encryption = reader.choice(prefix + "smtp.encryption", Encryption.STARTTLS);
        String user = reader.text(prefix + "smtp.user", "");
        MailSettings settings = new MailSettings(
                reader.text(prefix + "smtp.host", null),
                reader.integer(prefix + "smtp.port", 587, 1, 65_535),
                encryption,
                user,
                user.isEmpty() ? new Secret("") : reader.secret(prefix + "smtp.password"),
                reader.text(prefix + "from", null),
                texts(reader.text(prefix + "to", null)),
                timeout);
        if (settings.to().isEmpty()) {
            reader.problem(Expected.message(prefix + "to", "none", "addresses with commas between them"));
        } else {
            check(() -> new MailSender(settings));
        }
        return new Way.Mail(settings);
    }

    private void check(Runnable making) {
        try {
            making.run();
        } catch (IllegalArgumentException e) {
            reader.problem(prefix + String.valueOf(e.getMessage()));
        }
    }

    private static List<String> texts(String list) {
        return Stream.of(COMMA.split(list.trim(), -1))
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
