package io.millrace.privacy.postgres;

import io.millrace.privacy.kafka.SubjectTopics;
import io.millrace.privacy.subject.Request;
import io.millrace.privacy.subject.RequestKind;
import io.millrace.privacy.subject.Step;
import io.millrace.privacy.subject.Surroundings;
import io.millrace.privacy.subject.Traces;
import io.millrace.schemas.sealing.SubjectKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Legal holds, open accounts, and what was in clear, as the tables say. Thread-safe. */
public final class SubjectSurroundings implements Surroundings {
    /** Where destroyed keys are noted. */
    static final String KEYS = "vault keys";

    private static final String IN_CLEAR = "in clear";

    private final SubjectDatabase database;
    private final SubjectTopics topics;

    public SubjectSurroundings(DataSource dataSource, SubjectTopics topics) {
        database = new SubjectDatabase(dataSource);
        this.topics = topics;
    }

    /** Only an erasure waits. It also notes how much is in clear before anything goes, once. */
    @Override
    public Optional<String> waitsFor(Request request) {
        if (request.kind() != RequestKind.ERASE) {
            return Optional.empty();
        }
        return database.transaction(connection -> {
            if (isHeld(connection, request.names().workspaceId())) {
                return Optional.of("a legal hold on the workspace: release it first");
            }
            noteClear(connection, request);
            return request.names().kind() == SubjectKind.WORKSPACE
                    ? openAccount(connection, request)
                    : Optional.empty();
        });
    }

    @Override
    public Traces traces(Request request) {
        return database.transaction(connection -> new Traces(
                amount(connection, request, IN_CLEAR), amount(connection, request, KEYS), topics.retentions()));
    }

    private static void noteClear(Connection connection, Request request) throws SQLException {
        SubjectDatabase.update(
                connection,
                "insert into privacy.subject_done select ?, ?, '', ?, public.subject_in_clear(?, ?, ?), now()"
                        + " on conflict do nothing",
                request.id(),
                Step.KEYS.name(),
                IN_CLEAR,
                request.names().workspaceId(),
                request.names().kind().name(),
                SubjectDatabase.digests(connection, request.names()));
    }

    /** The table is of another migration of this schema. */
    private static boolean isHeld(Connection connection, String workspace) throws SQLException {
        String there = "select count(*) from pg_class where oid = to_regclass('privacy.legal_hold')";
        return SubjectDatabase.number(connection, there) > 0
                && SubjectDatabase.number(
                                connection, "select count(*) from privacy.legal_hold where workspace_id = ?", workspace)
                        > 0;
    }

    private static Optional<String> openAccount(Connection connection, Request request) throws SQLException {
        List<String> waits = SubjectDatabase.query(
                connection,
                "select w from billing.subject_waits(?) as w where w is not null",
                row -> row.getString(1),
                request.names().workspaceId());
        return waits.stream().findFirst();
    }

    private static long amount(Connection connection, Request request, String store) throws SQLException {
        return SubjectDatabase.number(
                connection,
                "select coalesce(sum(amount), 0)::bigint from privacy.subject_done where request_id = ? and store = ?",
                request.id(),
                store);
    }
}
