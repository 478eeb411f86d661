package io.millrace.embedded.postgres;

import java.nio.file.Path;
import java.sql.DriverManager;

/** Owns a server until it is killed; prints its URL once one row is committed. */
final class PostgresOwnerMain {
    private PostgresOwnerMain() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(new PostgresOptions(Path.of(arguments[0]), 0))) {
            try (var connection = DriverManager.getConnection(server.jdbcUrl());
                    var statement = connection.createStatement()) {
                statement.execute("create table kept (value text)");
                statement.execute("insert into kept values ('before the kill')");
            }
            System.out.println(server.jdbcUrl());
            System.in.read();
        }
    }
}
