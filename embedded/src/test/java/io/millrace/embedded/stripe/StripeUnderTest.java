package io.millrace.embedded.stripe;

import com.stripe.StripeClient;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stand-in or, where {@code STRIPE_API_KEY} is set, the Stripe behind {@code STRIPE_API_BASE}. */
final class StripeUnderTest implements AutoCloseable {
    private final @Nullable FakeStripe fake;
    private final StripeClient client;

    private StripeUnderTest(@Nullable FakeStripe fake, StripeClient client) {
        this.fake = fake;
        this.client = client;
    }

    static StripeUnderTest open(Path directory) {
        Map<String, String> environment = System.getenv();
        String key = key(environment);
        if (key != null) {
            String base = environment.getOrDefault("STRIPE_API_BASE", "https://api.stripe.com");
            return new StripeUnderTest(null, client(key, base));
        }
        FakeStripe fake = FakeStripe.start(new FakeStripeOptions(directory, 0));
        return new StripeUnderTest(fake, client("sk_test_x", fake.url()));
    }

    private static StripeClient client(String key, String base) {
        return StripeClient.builder().setApiKey(key).setApiBase(base).build();
    }

    /** The key of the real Stripe, if there is one. Live keys are refused unless asked for by name. */
    static @Nullable String key(Map<String, String> environment) {
        String key = environment.get("STRIPE_API_KEY");
        if (key == null || key.isBlank()) {
            return null;
        }
        boolean test = key.startsWith("sk_test_") || key.startsWith("rk_test_");
        if (!test && !"yes".equals(environment.get("STRIPE_ALLOW_LIVE"))) {
            throw new IllegalArgumentException(
                    "STRIPE_API_KEY: no test key (expected: sk_test_…, or STRIPE_ALLOW_LIVE=yes)");
        }
        return key;
    }

    StripeClient client() {
        return client;
    }

    @Override
    public void close() {
        if (fake != null) {
            fake.close();
        }
    }
}
