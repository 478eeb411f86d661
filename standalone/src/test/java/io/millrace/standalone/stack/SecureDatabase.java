package io.millrace.standalone.stack;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.tls.Identity;
import io.millrace.embedded.tls.LocalAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** PostgreSQL that takes Millrace's logins over TLS and by password alone. */
final class SecureDatabase implements AutoCloseable {
    private static final String WHO_MAY_ENTER = """
            host    all postgres 127.0.0.1/32 trust
            hostssl all all      127.0.0.1/32 scram-sha-256
            """;

    private final EmbeddedPostgresServer server;
    private final LocalAuthority authority;
    private final String plainUrl;
    private final Map<Login, String> passwords = new EnumMap<>(Login.class);

    SecureDatabase(Path directory, LocalAuthority authority) throws Exception {
        this.authority = authority;
        server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0));
        plainUrl = DatabaseSetup.apply(server);
        Path data = directory.resolve("data");
        Identity identity = authority.identity("database", SecureBroker.HERE);
        copy(identity.certificate(), data.resolve("server.crt"), data);
        copy(identity.key(), data.resolve("server.key"), data);
        try (Connection administrator = DriverManager.getConnection(plainUrl, server.user(), "");
                Statement statement = administrator.createStatement()) {
            for (Login login : Login.values()) {
                passwords.put(login, UUID.randomUUID().toString());
                statement.execute("alter role " + login.role() + " password '" + passwords.get(login) + "'");
            }
            statement.execute("alter system set ssl = on");
            Files.writeString(data.resolve("pg_hba.conf"), WHO_MAY_ENTER);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** Owned by whoever owns the data: the server refuses another's key. */
    private static void copy(Path from, Path to, Path data) throws Exception {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(to, Files.getOwner(data));
    }

    /** The server's certificate is checked, and its name. */
    String url() {
        return url(authority);
    }

    String url(LocalAuthority believed) {
        return plainUrl + "?sslmode=verify-full&sslrootcert=" + believed.certificate();
    }

    /** Without encryption. */
    String plainUrl() {
        return plainUrl + "?sslmode=disable";
    }

    String password(Login login) {
        return String.valueOf(passwords.get(login));
    }

    @Override
    public void close() {
        server.close();
    }
}
