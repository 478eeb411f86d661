package io.millrace.privacy.postgres;

import io.millrace.privacy.subject.Access;
import io.millrace.privacy.subject.Certificate;
import io.millrace.privacy.subject.Change;
import io.millrace.privacy.subject.Done;
import io.millrace.privacy.subject.Names;
import io.millrace.privacy.subject.Request;
import io.millrace.privacy.subject.RequestKind;
import io.millrace.privacy.subject.RequestLog;
import io.millrace.privacy.subject.RequestState;
import io.millrace.privacy.subject.Step;
import io.millrace.schemas.sealing.SubjectKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables subject_request and subject_done. Thread-safe. */
public final class SubjectRequests implements RequestLog {
    private static final String SELECT =
            "select *, encode(certificate_sha256, 'hex') as sha256 from privacy.subject_request ";

    private final SubjectDatabase database;

    public SubjectRequests(DataSource dataSource) {
        database = new SubjectDatabase(dataSource);
    }

    @Override
    public Request receive(Request request) {
        return database.transaction(connection -> {
            Change change = request.change();
            SubjectDatabase.update(
                    connection,
                    "insert into privacy.subject_request (id, kind, workspace_id, subject_kind, digests, token, is_user, is_team,"
                            + " asked_by, received_at, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                    request.id(),
                    request.kind().name(),
                    request.names().workspaceId(),
                    request.names().kind().name(),
                    SubjectDatabase.digests(connection, request.names()),
                    request.token(),
                    change == null ? null : change.user(),
                    change == null ? null : change.team(),
                    request.askedBy(),
                    SubjectDatabase.time(request.receivedAtMicros()),
                    SubjectDatabase.time(request.dueAtMicros()));
            return SubjectDatabase.query(
                            connection,
                            SELECT + "where kind = ? and workspace_id = ? and subject_kind = ? and digests[1] = ?"
                                    + " and state <> 'DONE'",
                            SubjectRequests::request,
                            request.kind().name(),
                            request.names().workspaceId(),
                            request.names().kind().name(),
                            HexFormat.of().parseHex(request.names().digest()))
                    .get(0);
        });
    }

    @Override
    public List<Request> all() {
        return database.transaction(connection -> SubjectDatabase.query(
                connection,
                SELECT + "order by state = 'DONE', case when state <> 'DONE' then due_at end, finished_at desc, id",
                SubjectRequests::request));
    }

    @Override
    public void running(Request request, Step step) {
        update("state = 'RUNNING', waits_for = null, step = ?", request, step.name());
    }

    @Override
    public void held(Request request, String waitsFor) {
        update("state = 'HELD', waits_for = ?", request, waitsFor);
    }

    @Override
    public void done(Request request, Certificate certificate, long nowMicros) {
        update(
                "state = 'DONE', waits_for = null, step = null, is_user = null, is_team = case when kind = 'CORRECT' then"
                        + " coalesce(is_team, 'another user') end, finished_at = ?, swept_at = received_at, certificate = ?,"
                        + " certificate_sha256 = decode(?, 'hex')",
                request,
                SubjectDatabase.time(nowMicros),
                certificate.json(),
                certificate.sha256());
    }

    @Override
    public List<Done> done(Request request) {
        return database.transaction(connection -> SubjectDatabase.query(
                connection,
                "select store, sum(amount)::bigint from privacy.subject_done where request_id = ? and store <> 'in clear'"
                        + " group by store order by min(done_at), store",
                row -> new Done(row.getString(1), row.getLong(2)),
                request.id()));
    }

    @Override
    public List<Request> toSweep(long finishedSinceMicros, long sweptBeforeMicros) {
        return database.transaction(connection -> SubjectDatabase.query(
                connection,
                SELECT + "where kind = 'ERASE' and state = 'DONE' and finished_at >= ? and swept_at < ?",
                SubjectRequests::request,
                SubjectDatabase.time(finishedSinceMicros),
                SubjectDatabase.time(sweptBeforeMicros)));
    }

    @Override
    public void swept(Request request, long nowMicros) {
        update("swept_at = ?", request, SubjectDatabase.time(nowMicros));
    }

    /** Who took data out, the last first. */
    public List<Access> accesses() {
        return database.transaction(connection -> SubjectDatabase.query(
                connection,
                "select who, what, workspace, (extract(epoch from at) * 1000000)::bigint, rows from privacy.access_log"
                        + " order by at desc, id desc",
                row -> new Access(
                        row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5))));
    }

    /** The certificate as it was issued; null where there is none. */
    public @Nullable String certificate(UUID id) {
        return database
                .transaction(connection -> SubjectDatabase.query(
                        connection,
                        "select certificate from privacy.subject_request where id = ? and certificate is not null",
                        row -> row.getString(1),
                        id))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Adds to what was done, in the transaction that did it. */
    static void note(
            Connection connection, Request request, Step step, String part, String store, long amount, long nowMicros)
            throws SQLException {
        SubjectDatabase.update(
                connection,
                "insert into privacy.subject_done as d values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (request_id, step, part, store) do update set amount = d.amount + excluded.amount",
                request.id(),
                step.name(),
                part,
                store,
                amount,
                SubjectDatabase.time(nowMicros));
    }

    private void update(String set, Request request, Object... values) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.add(request.id());
        database.transaction(connection -> SubjectDatabase.update(
                connection, "update privacy.subject_request set " + set + " where id = ?", all.toArray()));
    }

    private static Request request(ResultSet row) throws SQLException {
        return new Request(
                row.getObject("id", UUID.class),
                RequestKind.valueOf(row.getString("kind")),
                names(row),
                row.getString("token"),
                change(row),
                row.getString("asked_by"),
                Objects.requireNonNull(SubjectDatabase.micros(row, "received_at")),
                Objects.requireNonNull(SubjectDatabase.micros(row, "due_at")),
                RequestState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getString("waits_for"),
                SubjectDatabase.micros(row, "finished_at"),
                row.getString("sha256"));
    }

    private static Names names(ResultSet row) throws SQLException {
        List<String> digests = new ArrayList<>();
        for (byte[] digest : (byte[][]) row.getArray("digests").getArray()) {
            digests.add(HexFormat.of().formatHex(digest));
        }
        return new Names(row.getString("workspace_id"), SubjectKind.valueOf(row.getString("subject_kind")), digests);
    }

    private static @Nullable Change change(ResultSet row) throws SQLException {
        String user = row.getString("is_user");
        String team = row.getString("is_team");
        return user == null && team == null ? null : new Change(user, team);
    }
}
