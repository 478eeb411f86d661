package io.millrace.standalone.service;

import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.service.ServiceSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * The stand-in for Stripe as a service of its own.
 *
 * @param directory of its journal
 * @param host the address that is bound; any test key is good there
 */
record StripeService(Path directory, String host, int port) {
    private static final int PORT_DEFAULT = 8086;
    private static final int PORT_MAX = 65_535;

    /** Reads directory, listen.host and listen.port. */
    static StripeService read(ConfigReader reader) {
        String directory = reader.text("directory", null);
        String host = reader.text("listen.host", "127.0.0.1");
        int port = reader.integer("listen.port", PORT_DEFAULT, 1, PORT_MAX);
        reader.finish();
        return new StripeService(Path.of(directory), host, port);
    }

    ServerService start(ServiceSettings service) {
        return ServerService.start(
                "stripe",
                service,
                () -> FakeStripe.start(new FakeStripeOptions(directory, host, port, /* seed= */ null))::close,
                List.of(),
                List.of());
    }
}
