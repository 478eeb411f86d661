package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EndpointsTest {
    private final Endpoints endpoints = new Endpoints();

    @Test
    void everyEndpointRefusesAnUnknownParameterBeforeItRuns() {
        var account = new Account();
        assertThat(endpoints.routes()).hasSize(54);
        for (String route : endpoints.routes()) {
            account.refused(400, "parameter_unknown", false, find(route.replace("{id}", "none")), "colour", "red");
            account.refused(
                    400, "parameter_unknown", false, find(route.replace("{id}", "none")), "metadata[a][b]", "1");
        }
    }

    @Test
    void everyObjectThatIsNotThereIsMissing() {
        var account = new Account();
        for (String route : endpoints.routes()) {
            if (route.startsWith("GET") && route.endsWith("/{id}")) {
                account.refused(404, "resource_missing", true, find(route.replace("{id}", "none")));
            }
        }
    }

    @Test
    void otherPathsAreNone() {
        for (String route : List.of(
                "GET v2/charges", "GET charges", "PUT v1/charges", "GET v1/charges/a/b", "GET v1/checkout", "GET v1")) {
            String[] parts = route.split(" ", -1);
            assertThat(endpoints.find(parts[0], Arrays.asList(parts[1].split("/", -1))))
                    .as(route)
                    .isEmpty();
        }
    }

    private Operation find(String route) {
        List<String> parts = Arrays.asList(("v1/" + route.substring(route.indexOf(' ') + 1)).split("/", -1));
        return endpoints.find(route.substring(0, route.indexOf(' ')), parts).orElseThrow();
    }
}
