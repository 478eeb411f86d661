package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a user runs it: in processes of its own, on data that is kept between them. */
class DemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLS = 600;

    @TempDir
    private Path directory;

    @Test
    void secondRunOnKeptDataAddsExactlyItsOwnSums() throws IOException, InterruptedException {
        Path trace = trace();
        String data = directory.resolve("data").toString();
        String[] demo = {"demo", "--trace", trace.toString(), "--format", "azure", "--data", data};

        assertThat(run(demo)).contains("every sum is equal, to the nano-dollar");
        Map<String, Long> once = audit(data);
        run(demo);
        Map<String, Long> twice = audit(data);

        assertThat(once)
                .containsEntry("metered records", (long) CALLS)
                .containsEntry("input tokens", CALLS * (CALLS + 1L) / 2)
                .containsEntry("output tokens", 7L * CALLS);
        assertThat(twice)
                .containsEntry("metered records", 2L * CALLS)
                .containsEntry("input tokens", CALLS * (CALLS + 1L))
                .containsEntry("output tokens", 14L * CALLS);
        assertThat(run("report", "usage", "--by", "workspace", "--json", "--data", data))
                .contains("\"requests\"");
        assertThat(run("report", "--data", data))
                .contains("charged", "latency by model", "budgets")
                .doesNotContain("▁");
        assertThat(run("price", "list", "--data", data)).contains("OUTPUT=");
        assertThat(run("policy", "put", "acme/daily", "--limit", "5", "--period", "DAY", "--data", data))
                .contains("policy acme/daily written");
        assertThat(run("policy", "list", "--data", data)).contains("acme/daily");
        assertThat(run("credit", "grant", "acme", "12.50", "--key", "k1", "--data", data))
                .contains("granted $12.500000000 to acme");
        assertThat(run("credit", "balance", "acme", "--data", data))
                .contains("balance $12.500000000", "ACTIVE", "expires never");
        assertThat(run("credit", "balance", "acme", "--at", "2026-01-01", "--data", data))
                .contains("balance $0.000000000");
        assertThat(run("credit", "recur", "put", "acme", "gift", "3", "--from", "2026-01-31", "--data", data))
                .contains("written: gift  PAID $3.000000000 every MONTH in UTC from 2026-01-31T00:00:00Z");
        assertThat(run(
                        "credit",
                        "terms",
                        "postpaid",
                        "acme",
                        "--threshold",
                        "50.00",
                        "--credit-limit",
                        "500",
                        "--zone",
                        "Europe/Berlin",
                        "--data",
                        data))
                .contains("acme  postpaid  charged after each month in Europe/Berlin and at $50.000000000  credit limit"
                        + " $500.000000000");
        assertThat(run("credit", "terms", "show", "acme", "--data", data))
                .contains("acme  postpaid", "the metering has POSTPAID, limit $500.000000000");
        assertThat(run("credit", "terms", "prepaid", "acme", "--data", data))
                .contains("acme  prepaid  overdraft limit $0.000000000");
        assertThat(run("ledger", "verify", "--data", data)).contains("✓", "are as they were booked", "head ");
    }

    @Test
    void builtInWorkloadWarnsThrottlesBlocksAndChargesAndItsStatementsAreItsRollups() throws Exception {
        Path data = directory.resolve("built-in");
        String printed =
                run("demo", "--records", "4000", "--seed", "3", "--until", turnOfAMonth(), "--data", data.toString());

        assertThat(printed)
                .contains("every sum is equal, to the nano-dollar", "budget 80 %", "is throttled", "is blocked")
                .contains("card charged")
                .containsPattern("✓ alerts +[1-9]")
                .containsPattern("✓ scopes decided +[1-9]")
                .containsPattern("✓ refusals +[1-9]")
                .doesNotContain("blocked keys: none");
        assertThat(DemoStatements.assertEqualToRollupsAndLedger(data)).hasSize(2);
    }

    /** Some hours after the last turn of a month, so that the calls are of two. */
    private static String turnOfAMonth() {
        Instant now = Micros.toInstant(new SystemClock().nowMicros());
        ZonedDateTime first = now.atZone(ZoneOffset.UTC).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
        ZonedDateTime turn = first.plusHours(6).toInstant().isAfter(now) ? first.minusMonths(1) : first;
        return turn.plusHours(6).toInstant().toString();
    }

    private Path trace() throws IOException {
        StringBuilder lines = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int i = 1; i <= CALLS; i++) {
            lines.append(String.format("2023-11-16 18:%02d:%02d.0000000,%d,7%n", i / 60, i % 60, i));
        }
        return Files.writeString(directory.resolve("calls.csv"), lines);
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, arguments[0], ".txt");
        try (MillraceProcess process = MillraceProcess.start(output, arguments)) {
            assertThat(process.await()).as(process.output()).isZero();
            return process.output();
        }
    }

    private Map<String, Long> audit(String data) throws IOException, InterruptedException {
        String printed = run("audit", "--json", "--data", data);
        // What slf4j has to say of a busy start comes first, on the error stream, which is merged here.
        JsonNode audit = JSON.readTree(printed.substring(printed.indexOf('{')));
        Map<String, Long> figures = new TreeMap<>();
        audit.path("checks")
                .forEach(check -> figures.put(
                        check.path("name").asText(),
                        check.path("figures").elements().next().asLong()));
        return figures;
    }
}
