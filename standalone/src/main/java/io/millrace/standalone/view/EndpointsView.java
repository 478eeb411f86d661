package io.millrace.standalone.view;

import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Prints where to connect. */
public final class EndpointsView {
    private EndpointsView() {}

    public static String text(Endpoints endpoints, Path data) {
        return text(endpoints, data, null);
    }

    /** @param metering where the metering shows its state; null where it does not */
    public static String text(Endpoints endpoints, Path data, @Nullable String metering) {
        return String.format(
                """
                up
                  kafka     %s
                  registry  %s
                  database  %s (no password)
                  stripe    %s (a stand-in; nothing is charged)
                %s  data      %s
                Ctrl-C stops it
                """,
                endpoints.kafka(),
                endpoints.registry(),
                endpoints.jdbcUrl(Login.DASHBOARD),
                endpoints.stripe(),
                metering == null ? "" : String.format("  metering  %s (/metrics, /health/ready, /v1/…)%n", metering),
                data);
    }
}
