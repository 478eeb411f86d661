package io.millrace.privacy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    @Test
    void shippedPolicyIsRead() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("../deploy/retention.conf"))) {
            shipped.load(reader);
        }
        Map<String, String> values = new HashMap<>();
        shipped.stringPropertyNames().forEach(name -> values.put(name, shipped.getProperty(name)));

        RetentionPolicy policy = PolicyReader.read(values);

        assertThat(policy.ofCalls("short").keep()).isEqualTo(Keep.days(30));
        assertThat(policy.ofCalls("long").keep()).isEqualTo(Keep.days(365));
        assertThat(policy.ofCalls("unheard of")).isEqualTo(new Rule(Keep.days(90), Then.AGGREGATE));
        assertThat(policy.of(DataClass.BILLING).keep()).isEqualTo(Keep.years(7));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        Map<String, String> values = Map.of(
                "retention.raw_usage.long.keep", "10 years",
                "retention.raw_usage.short.keep", "a while",
                "retention.rollups.default.keep", "7 years",
                "retention.rejected.default.keep", "10 days",
                "retention.billing.default.keep", "6 years",
                "retention.alert.default.keep", "400 days");
        assertThatThrownBy(() -> PolicyReader.read(values))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("retention.raw_usage.long.keep: 10 years (expected: at most 7 years")
                .hasMessageContaining("retention.raw_usage.short.keep: a while (expected: such as 30 days")
                .hasMessageContaining("retention.rejected.default.keep: 10 days (expected: at least 42 days)")
                .hasMessageContaining("retention.billing.default.keep: 6 years (expected: at least 7 years)")
                .hasMessageContaining("retention.alert.default.keep (expected: a known one");
    }

    @Test
    void whatIsNotSaidIsKeptForGood() {
        assertThat(PolicyReader.read(Map.of()).ofCalls("standard").keep()).isEqualTo(Keep.FOREVER);
    }
}
