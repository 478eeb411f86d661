package io.millrace.privacy.postgres;

import io.millrace.privacy.vault.Lookup;
import io.millrace.privacy.vault.MasterKeys;
import io.millrace.privacy.vault.Vault;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The vault in PostgreSQL. Several processes may work on one table. Thread-safe; its faults are {@link MillraceException}. */
public final class PostgresVault implements Vault {
    private static final String TOKEN_KEY_ID = "s1.";
    private static final int TOKEN_BYTES = 16;
    private static final String FIND =
            "select lookup, token, wrapped_key from privacy.subject_key where lookup = any(?)";
    private static final String ADD = "insert into privacy.subject_key (lookup, token, wrapped_key) values (?, ?, ?)"
            + " on conflict (lookup) do nothing";
    private static final String DESTROY = "delete from privacy.subject_key where lookup = ?";

    private final DataSource database;
    private final MasterKeys masters;
    private final Lookup lookup;
    private final SecureRandom random = new SecureRandom();

    /** @param database with the tables that {@link PrivacyDatabase#migrate} makes */
    public PostgresVault(DataSource database, MasterKeys masters, Lookup lookup) {
        this.database = database;
        this.masters = masters;
        this.lookup = lookup;
    }

    @Override
    public Optional<SubjectKey> find(Subject subject) {
        String name = name(subject);
        return Optional.ofNullable(
                inDatabase(connection -> found(connection, List.of(name))).get(name));
    }

    @Override
    public List<SubjectKey> resolve(List<Subject> subjects) {
        List<String> names = subjects.stream().map(this::name).toList();
        Map<String, SubjectKey> keys = inDatabase(connection -> {
            Map<String, SubjectKey> found = found(connection, names);
            List<String> missing = names.stream()
                    .filter(name -> !found.containsKey(name))
                    .distinct()
                    .sorted()
                    .toList();
            if (!missing.isEmpty()) {
                add(connection, missing);
                // Not what was made here: another process may have been first.
                found.putAll(found(connection, missing));
            }
            return found;
        });
        List<SubjectKey> inOrder = names.stream().map(keys::get).toList();
        return List.copyOf(inOrder);
    }

    @Override
    public boolean destroy(Subject subject) {
        return inDatabase(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DESTROY)) {
                statement.setBytes(1, lookup.of(subject));
                return statement.executeUpdate() > 0;
            }
        });
    }

    /** Throws when the database does not answer. */
    public void requireAnswer() {
        find(Subject.workspace("nobody"));
    }

    private Map<String, SubjectKey> found(Connection connection, List<String> names) throws SQLException {
        Map<String, SubjectKey> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            byte[][] lookups = names.stream().map(PostgresVault::bytes).toArray(byte[][]::new);
            statement.setArray(1, connection.createArrayOf("bytea", lookups));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String token = rows.getString(2);
                    found.put(text(rows.getBytes(1)), SubjectKey.of(token, masters.unwrap(token, rows.getBytes(3))));
                }
            }
        }
        return found;
    }

    /** In the order of the lookups, so that two processes do not wait for each other in a ring. */
    private void add(Connection connection, List<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (String name : new ArrayList<>(names)) {
                byte[] material = drawn(SubjectKey.MATERIAL_BYTES);
                String token = TOKEN_KEY_ID + text(drawn(TOKEN_BYTES));
                statement.setBytes(1, bytes(name));
                statement.setString(2, token);
                statement.setBytes(3, masters.wrap(token, material));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private byte[] drawn(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String name(Subject subject) {
        return text(lookup.of(subject));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T inDatabase(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            throw new MillraceException(
                    ErrorKind.EXTERNAL, "DATABASE", "vault: no answer of the database (expected: one)", e);
        }
    }
}
