package io.millrace.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.service.Answer;
import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.MonitorRoutes;
import io.millrace.schemas.service.Request;
import io.millrace.streams.topology.LiveState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Paths, owners and errors; the state itself is in LiveStateTest and StreamsHttpIT. */
class StateRoutesTest {
    private boolean ready = true;
    private boolean live = true;
    private @Nullable String owner = "other:8080";

    private final Instance instance = new Instance() {
        @Override
        public Owner ownerOf(String workspaceId) {
            return new Owner(3, owner, "here:8080".equals(owner));
        }

        @Override
        public boolean isReady() {
            return ready;
        }
    };

    private final Health health = new Health() {
        @Override
        public boolean isLive() {
            return live;
        }

        @Override
        public String state() {
            return ready ? "RUNNING" : "REBALANCING";
        }

        @Override
        public List<Part> parts() {
            return List.of(new Part("metering", ready, state()));
        }
    };

    private final Function<Request, Answer> routes = new MonitorRoutes(
            health, List.of(page -> page.sample("page", 1)), () -> false, new StateRoutes(new LiveState(), instance));

    private Answer get(String path) {
        List<String> segments = Arrays.stream(path.substring(1).split("/")).toList();
        return routes.apply(new Request("GET", path, segments, Map.of()));
    }

    @Test
    void healthIsTheStateOfTheInstance() {
        assertThat(get("/health/ready").status()).isEqualTo(200);
        ready = false;
        assertThat(get("/health/ready")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("REBALANCING");
        });
        assertThat(get("/health/live").status()).isEqualTo(200);
        live = false;
        assertThat(get("/health/live").status()).isEqualTo(503);
    }

    @Test
    void whatAnotherInstanceOwnsIsToBeAskedThere() {
        Answer answer = get("/v1/workspaces/acme/budgets");
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.headers()).containsEntry("Location", "http://other:8080/v1/workspaces/acme/budgets");
        owner = null;
        assertThat(get("/v1/workspaces/acme/budgets").status()).isEqualTo(503);
        // Owned here by the word of Kafka Streams, but the task has gone.
        owner = "here:8080";
        assertThat(get("/v1/scopes/acme/TEAM/red/usage")).satisfies(moving -> {
            assertThat(moving.status()).isEqualTo(503);
            assertThat(moving.headers()).containsEntry("Retry-After", "1");
        });
    }

    @Test
    void badRequestsAreToldWhatIsExpected() {
        assertThat(get("/v1/scopes/acme/PLANET/red/usage").status()).isEqualTo(400);
        assertThat(get("/v1/scopes/acme/TEAM/red").status()).isEqualTo(404);
        assertThat(get("/").status()).isEqualTo(404);
        assertThat(routes.apply(new Request("POST", "/metrics", List.of("metrics"), Map.of()))
                        .status())
                .isEqualTo(405);
        Request many = new Request("GET", "", List.of("v1", "workspaces", "w", "budgets"), Map.of("values", "many"));
        assertThat(routes.apply(many).body()).contains("values: many (expected: 0 to 10000)");
        assertThat(get("/metrics").body()).isEqualTo("page 1\n");
    }
}
