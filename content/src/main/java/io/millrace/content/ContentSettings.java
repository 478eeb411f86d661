package io.millrace.content;

import io.millrace.content.forward.Collector;
import io.millrace.content.store.ContentDatabase;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where content comes from, how long it is kept, and where it goes. Immutable.
 *
 * @param migrate whether tables are brought up to date at the start, which only their owner can
 * @param keep how long after the call a body is kept, 1 to 400 days
 * @param keysFile the key set; of no use but where content is forwarded
 * @param forward null where nothing is sent on
 */
public record ContentSettings(
        KafkaAccess kafka,
        RegistryAccess registry,
        ContentDatabase database,
        boolean migrate,
        Duration keep,
        Path keysFile,
        @Nullable Forward forward) {
    private static final int KEEP_DAYS_DEFAULT = 30;
    private static final int KEEP_DAYS_MAX = 400;

    /** The collector that bodies are sent on to. */
    public record Forward(
            Collector collector, URI address, @Nullable Secret key) {}

    /**
     * Reads what {@code docs/privacy.md} lists, and finishes the reader.
     *
     * @throws io.millrace.schemas.error.MillraceException with every problem found
     */
    public static ContentSettings read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        RegistryAccess registry = RegistryAccess.read(reader, "schema.registry.");
        String url = reader.text("database.url", null);
        String user = reader.text("database.user", "millrace_content");
        Secret password = reader.optionalSecret("database.password").orElse(new Secret(""));
        boolean migrate = reader.flag("database.migrate", true);
        int days = reader.integer("content.keep.days", KEEP_DAYS_DEFAULT, 1, KEEP_DAYS_MAX);
        String keys = reader.text("content.keys.file", null);
        Forward forward = forward(reader);
        reader.finish();
        return new ContentSettings(
                kafka,
                registry,
                new ContentDatabase(url, user, password),
                migrate,
                Duration.ofDays(days),
                Path.of(keys),
                forward);
    }

    private static @Nullable Forward forward(ConfigReader reader) {
        String url = reader.text("forward.url", "");
        Collector collector = reader.choice("forward.to", Collector.OTLP);
        Secret key = reader.optionalSecret("forward.key").orElse(null);
        if (url.isEmpty()) {
            return null;
        }
        if (!url.matches("https?://[^\\s]+")) {
            reader.problem(Expected.message("forward.url", url, "an address that begins with http:// or https://"));
            return null;
        }
        return new Forward(collector, URI.create(url), key);
    }
}
