package io.millrace.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private final Monitor monitor = Monitor.bind("example", HttpSettings.onLoopback(0));
    private volatile boolean live = true;
    private volatile boolean ready = true;

    private final Health health = new Health() {
        @Override
        public boolean isLive() {
            return live;
        }

        @Override
        public String state() {
            return "WORKING";
        }

        @Override
        public List<Part> parts() {
            return List.of(Part.ready("one"), ready ? Part.ready("two") : Part.waiting("two", "away"));
        }
    };

    @AfterEach
    void close() {
        monitor.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + monitor.address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void readinessNamesThePartThatIsNot() throws Exception {
        monitor.open(health, List.of());
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        ready = false;
        HttpResponse<String> waiting = get("/health/ready");
        assertThat(waiting.statusCode()).isEqualTo(503);
        assertThat(waiting.body().replaceAll("\\s", ""))
                .contains("{\"name\":\"two\",\"ready\":false,\"detail\":\"away\"}")
                .contains("{\"name\":\"one\",\"ready\":true,\"detail\":\"ok\"}");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        live = false;
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/metrics").body())
                .contains(
                        "millrace_live{service=\"example\"} 0\n",
                        "millrace_ready{service=\"example\"} 0\n",
                        "millrace_part_ready{part=\"two\",service=\"example\"} 0\n");
    }

    @Test
    void whoWasToldToEndIsNotReadyAndStillAnswers() throws Exception {
        monitor.open(health, List.of());
        monitor.retire();
        // What it is made of has ended already: no reason to kill it.
        live = false;
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("DRAINING");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aPartOfThePageThatFailsHidesNoOther() throws Exception {
        monitor.open(
                health,
                List.of(
                        page -> {
                            page.sample("half", 1);
                            throw new IllegalStateException("boom");
                        },
                        page -> page.sample("whole", 2)));
        HttpResponse<String> page = get("/metrics");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("whole 2\n", "millrace_build_info{").doesNotContain("half");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        String address = String.valueOf(monitor.address());
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        assertThatThrownBy(() -> Monitor.bind("example", HttpSettings.onLoopback(port)))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("http.port: 127.0.0.1:" + port);
        assertThat(Monitor.bind("example", HttpSettings.CLOSED).address()).isNull();
    }
}
