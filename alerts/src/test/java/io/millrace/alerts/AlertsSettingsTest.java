package io.millrace.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.config.ConfigReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertsSettingsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Map<String, String> values = new HashMap<>(Map.of(
            "bootstrap.servers", "kafka:9092",
            "schema.registry.url", "http://registry:8085",
            "destinations", "ops, finance",
            "destination.ops.type", "SLACK",
            "destination.ops.url", "https://hooks.slack.com/services/T0/B0/token",
            "destination.finance.url", "https://finance.example/hook",
            "destination.finance.secret", SECRET,
            "destination.finance.alerts", "BUDGET,CREDIT",
            "destination.finance.notices", "ALL"));

    private AlertsSettings read() {
        return AlertsSettings.read(new ConfigReader(values));
    }

    @Test
    void eachDestinationHasItsOwnWayAndInterest() {
        AlertsSettings settings = read();
        assertThat(settings.destinations()).extracting(Destination::name).containsExactly("ops", "finance");
        Destination ops = settings.destinations().get(0);
        assertThat(ops.way()).isInstanceOf(Way.Slack.class);
        assertThat(ops.interest().alerts()).containsExactlyInAnyOrder(AlertKind.values());
        assertThat(ops.interest().notices()).isEmpty();
        assertThat(ops.lookBack()).isEqualTo(Duration.ofHours(1));
        Destination finance = settings.destinations().get(1);
        assertThat(finance.way()).isInstanceOf(Way.Webhook.class);
        assertThat(finance.interest().alerts()).containsExactlyInAnyOrder(AlertKind.BUDGET, AlertKind.CREDIT);
        assertThat(finance.interest().notices()).containsExactlyInAnyOrder(NoticeKind.values());
    }

    @Test
    void addressesAndSecretsAreNotPrinted() {
        assertThat(read().toString())
                .contains("[redacted]")
                .doesNotContain("token")
                .doesNotContain("finance.example")
                .doesNotContain(SECRET);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        values.put("destination.ops.url", "http://hooks.slack.com/x");
        values.put("destination.finance.secret", "hunter2");
        values.put("destination.finance.alerts", "BUDGET,BUGDET");
        values.put("destination.finance.urll", "x");
        values.put("retry.max.ms", "20");
        values.remove("bootstrap.servers");
        assertThatThrownBy(this::read)
                .hasMessageContaining("bootstrap.servers: missing")
                .hasMessageContaining("destination.ops.url: [redacted] (expected: an https address")
                .hasMessageContaining("destination.finance.webhook secret: [redacted]")
                .hasMessageContaining("destination.finance.alerts: BUGDET (expected: ALL, NONE or some of [BUDGET")
                .hasMessageContaining("retry.max.ms: 20 (expected: at least retry.first.ms 1000)")
                .hasMessageContaining("destination.finance.urll")
                .hasMessageContaining("such as destination.finance.url")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void mailNeedsAddressesThatAreSome() {
        values.put("destinations", "mail");
        values.keySet().removeIf(key -> key.startsWith("destination."));
        values.put("destination.mail.type", "MAIL");
        values.put("destination.mail.smtp.host", "smtp.example.com");
        values.put("destination.mail.from", "millrace@example.com");
        values.put("destination.mail.to", "ops@example.com, finance@example.com");
        assertThat(read().destinations().get(0).way())
                .isInstanceOfSatisfying(
                        Way.Mail.class,
                        mail -> assertThat(mail.settings().to())
                                .containsExactly("ops@example.com", "finance@example.com"));
        values.put("destination.mail.to", "ops at example");
        assertThatThrownBy(this::read).hasMessageContaining("destination.mail.mail address: ops at example");
    }

    @Test
    void namesAreUniqueAndPartOfGroups() {
        for (String names : new String[] {"", "Ops", "ops,ops", "a b", "o-p"}) {
            values.put("destinations", names);
            assertThatThrownBy(this::read).as(names).hasMessageContaining("destinations: ");
        }
    }
}
