package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.dunning.DunningSettings;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.config.SettingsSource;
import io.millrace.schemas.config.Variables;
import io.millrace.schemas.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class BillingSettingsTest {
    private static final Map<String, String> NEEDED = Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "schema.registry.url", "http://127.0.0.1:8081",
            "jdbc.url", "jdbc:postgresql://127.0.0.1/millrace",
            "jdbc.user", "billing",
            "jdbc.password", "hidden",
            "stripe.api.key", "sk_test_hidden");

    @Test
    void everythingElseHasADefault() {
        BillingSettings settings = BillingSettings.read(NEEDED);
        assertThat(settings.stripeApiBase()).isEqualTo("https://api.stripe.com");
        assertThat(settings.stripeLiveAllowed()).isFalse();
        assertThat(settings.stripeReturnUrl()).isNull();
        assertThat(settings.stripeBankDebits()).isFalse();
        assertThat(settings.clientId()).isEqualTo("millrace-billing");
        assertThat(settings.batchMax()).isEqualTo(10_000);
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.events().secrets()).isEmpty();
        assertThat(settings.events().pollEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.reconcile().every()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.reconcile().lag()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.dunning())
                .isEqualTo(new DunningSettings(Duration.ofDays(3), Duration.ofDays(7), /* suspendEnded= */ true));
    }

    @Test
    void everySettingCanBeGiven() {
        Map<String, String> all = new TreeMap<>(NEEDED);
        all.put("stripe.api.base", "http://127.0.0.1:12111");
        all.put("stripe.live.allowed", "true");
        all.put("stripe.return.url", "https://acme.example/billing");
        all.put("stripe.bank.debits", "true");
        all.put("client.id", "b1");
        all.put("batch.max", "7");
        all.put("poll.interval.ms", "9");
        all.put("stripe.webhook.secret", "whsec_new_hidden");
        all.put("stripe.webhook.secret.previous", "whsec_old_hidden");
        all.put("stripe.events.poll.seconds", "0");
        all.put("reconcile.hours", "6");
        all.put("reconcile.lag.minutes", "3");
        all.put("dunning.throttle.days", "1");
        all.put("dunning.suspend.days", "2");
        all.put("dunning.suspend.ended", "false");
        BillingSettings settings = BillingSettings.read(all);
        assertThat(settings.stripeApiBase()).isEqualTo("http://127.0.0.1:12111");
        assertThat(settings.stripeLiveAllowed()).isTrue();
        assertThat(settings.stripeReturnUrl()).isEqualTo("https://acme.example/billing");
        assertThat(settings.stripeBankDebits()).isTrue();
        assertThat(settings.clientId()).isEqualTo("b1");
        assertThat(settings.batchMax()).isEqualTo(7);
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofMillis(9));
        assertThat(settings.events().secrets())
                .extracting(Secret::reveal)
                .containsExactly("whsec_new_hidden", "whsec_old_hidden");
        assertThat(settings.events().pollEvery()).isZero();
        assertThat(settings.reconcile().every()).isEqualTo(Duration.ofHours(6));
        assertThat(settings.reconcile().lag()).isEqualTo(Duration.ofMinutes(3));
        assertThat(settings.dunning())
                .isEqualTo(new DunningSettings(Duration.ofDays(1), Duration.ofDays(2), /* suspendEnded= */ false));
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void theRungsOfTheLadderAreInOrder() {
        Map<String, String> all = new TreeMap<>(NEEDED);
        all.put("dunning.throttle.days", "8");
        assertThatThrownBy(() -> BillingSettings.read(all))
                .hasMessageContaining("dunning.throttle.days: 8 (expected: at most dunning.suspend.days 7)");
    }

    @Test
    void theApiIsOffUntilItHasAPortAndAPepper() {
        assertThat(BillingSettings.read(NEEDED).api().isOn()).isFalse();
        Map<String, String> all = new TreeMap<>(NEEDED);
        all.put("api.port", "0");
        assertThatThrownBy(() -> BillingSettings.read(all)).hasMessageContaining("api.key.pepper: missing");
        all.put("api.key.pepper", "short");
        assertThatThrownBy(() -> BillingSettings.read(all)).hasMessageContaining("api.key.pepper: too short");
        all.put("api.key.pepper", "p".repeat(32));
        all.put("api.key.pepper.previous", "q".repeat(32));
        assertThat(BillingSettings.read(all).api().isOn()).isTrue();
        assertThat(BillingSettings.read(all).api().host()).isEqualTo("127.0.0.1");
        assertThat(BillingSettings.read(all).toString()).doesNotContain("pppp", "qqqq");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(BillingSettings.read(NEEDED).toString()).doesNotContain("hidden");
    }

    @Test
    void variablesOfStripeGoOverTheFileOneByOne() {
        Map<String, String> file = new TreeMap<>(NEEDED);
        file.put("stripe.api.base", "http://127.0.0.1:12111");
        BillingSettings settings = over(file, Map.of("STRIPE_API_KEY", "rk_test_variable "));
        assertThat(settings.stripeApiKey().reveal()).isEqualTo("rk_test_variable");
        assertThat(settings.stripeApiBase()).isEqualTo("http://127.0.0.1:12111");
        assertThat(settings.stripeLiveAllowed()).isFalse();
        assertThat(settings.toString()).doesNotContain("variable");
        assertThat(over(file, Map.of("STRIPE_API_BASE", "https://api.stripe.com"))
                        .stripeApiBase())
                .isEqualTo("https://api.stripe.com");
        assertThat(over(file, Map.of("STRIPE_API_KEY", " ")).stripeApiKey().reveal())
                .isEqualTo("sk_test_hidden");
        file.remove("stripe.api.key");
        assertThat(over(file, Map.of("STRIPE_API_KEY", "sk_test_alone"))
                        .stripeApiKey()
                        .reveal())
                .isEqualTo("sk_test_alone");
    }

    @Test
    void aLiveKeyIsRefusedUnlessItIsAskedForByName() {
        Map<String, String> live = Map.of("STRIPE_API_KEY", "sk_live_hidden");
        assertThatThrownBy(() -> over(NEEDED, live).stripe())
                .hasMessage("stripe api key: [redacted] (expected: a test key, sk_test_…)");
        for (String word : List.of("true", "1", "YES")) {
            Map<String, String> other = Map.of("STRIPE_API_KEY", "sk_live_hidden", "STRIPE_ALLOW_LIVE", word);
            assertThatThrownBy(() -> over(NEEDED, other).stripe()).hasMessageContaining("a test key");
        }
        Map<String, String> asked = Map.of("STRIPE_API_KEY", "sk_live_hidden", "STRIPE_ALLOW_LIVE", "yes");
        assertThat(over(NEEDED, asked).stripe().live()).isTrue();
    }

    private static BillingSettings over(Map<String, String> file, Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        file.forEach(
                (key, value) -> all.put("FILE_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return BillingSettings.read(
                SettingsSource.read(List.of(Variables.withPrefix("FILE_"), StripeVariables::setting), List.of(), all));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThatThrownBy(() -> BillingSettings.read(Map.of("batch.max", "0", "jdbc.usr", "x")))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("batch.max: 0 (expected: 1 to 100000)")
                .hasMessageContaining("jdbc.url: missing")
                .hasMessageContaining("setting: jdbc.usr (expected: a known one, such as jdbc.u");
    }
}
