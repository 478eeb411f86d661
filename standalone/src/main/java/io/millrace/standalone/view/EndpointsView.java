package io.millrace.standalone.view;

import io.millrace.standalone.stack.Endpoints;
import java.nio.file.Path;

/** Prints where to connect. */
public final class EndpointsView {
    private EndpointsView() {}

    public static String text(Endpoints endpoints, Path data) {
        return String.format(
                """
                up
                  kafka     %s
                  registry  %s
                  database  %s (user %s, no password)
                  stripe    %s (a stand-in; nothing is charged)
                  data      %s
                Ctrl-C stops it
                """,
                endpoints.kafka(),
                endpoints.registry(),
                endpoints.jdbcUrl(),
                endpoints.databaseUser(),
                endpoints.stripe(),
                data);
    }
}
