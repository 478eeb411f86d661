package io.millrace.standalone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.standalone.MillraceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a demonstration left behind, with a Millrace that is up on it. */
final class FilledDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final MillraceProcess up;
    private final Connection connection;
    private final String metering;

    private FilledDatabase(MillraceProcess up, Connection connection, String metering) {
        this.up = up;
        this.connection = connection;
        this.metering = metering;
    }

    static FilledDatabase in(Path directory) throws IOException, InterruptedException, SQLException {
        String data = directory.resolve("data").toString();
        try (MillraceProcess demo = MillraceProcess.start(
                directory.resolve("demo.txt"), "demo", "--records", "6000", "--seed", "3", "--data", data)) {
            assertThat(demo.await()).as(demo.output()).isZero();
        }
        MillraceProcess up = MillraceProcess.start(directory.resolve("up.txt"), "up", "--data", data);
        try {
            await().atMost(PATIENCE).until(() -> up.output().contains("Ctrl-C stops it"));
            String url = found(up.output(), "database +(\\S+)");
            FilledDatabase filled =
                    new FilledDatabase(up, DriverManager.getConnection(url), found(up.output(), "metering +(\\S+)"));
            filled.awaitSignals();
            return filled;
        } catch (RuntimeException | SQLException e) {
            up.close();
            throw e;
        }
    }

    /** Rows as texts; null stays null. */
    List<List<String>> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> table = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                table.add(row);
            }
            return table;
        }
    }

    String text(String sql) throws SQLException {
        return query(sql).get(0).get(0);
    }

    String metricsPage() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(metering + "/metrics")).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        connection.close();
        up.close();
    }

    private void awaitSignals() {
        await().atMost(PATIENCE)
                .until(() -> text("select exists (select from alert_history) and exists (select from budget_limit)"
                                + " and exists (select from refusal_history)")
                        .equals("t"));
    }

    private static String found(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }
}
