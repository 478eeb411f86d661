package io.millrace.privacy.postgres;

import io.millrace.privacy.kafka.SubjectTopics;
import io.millrace.privacy.subject.Change;
import io.millrace.privacy.subject.RawSearch;
import io.millrace.privacy.subject.Request;
import io.millrace.privacy.subject.Step;
import io.millrace.privacy.subject.StepWork;
import io.millrace.schemas.sealing.SubjectKind;
import io.millrace.schemas.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The steps of requests, by the functions that the tables' own modules offer. Under the login of their owner. Thread-safe. */
public final class SubjectWorks {
    private static final String SUBJECT = "(?, ?, ?)";

    private final SubjectDatabase database;
    private final SubjectTopics topics;
    private final Clock clock;

    public SubjectWorks(DataSource dataSource, SubjectTopics topics, Clock clock) {
        database = new SubjectDatabase(dataSource);
        this.topics = topics;
        this.clock = clock;
    }

    /** Every step there is. */
    public Map<Step, StepWork> all() {
        return Map.of(
                Step.KEYS, work(Step.KEYS, request -> StepWork.WHOLE, this::destroyKeys),
                Step.CORRECTION, work(Step.CORRECTION, this::days, this::correct),
                Step.SCOPES, work(Step.SCOPES, request -> StepWork.WHOLE, this::eraseScopes),
                Step.CALLS, work(Step.CALLS, this::days, this::eraseDay),
                Step.SET_ASIDE, work(Step.SET_ASIDE, request -> StepWork.WHOLE, this::eraseSetAside),
                Step.REJECTED, work(Step.REJECTED, request -> StepWork.WHOLE, this::eraseRejected),
                Step.ACCOUNT, work(Step.ACCOUNT, request -> StepWork.WHOLE, this::eraseAccount));
    }

    /** What is done in the one transaction of a part; answers amounts by store. */
    @FunctionalInterface
    private interface Act {
        List<Amount> on(Connection connection, Request request, String part) throws SQLException;
    }

    /** Which parts there are. */
    @FunctionalInterface
    private interface Parts {
        List<String> of(Request request);
    }

    private record Amount(String store, long rows) {}

    private record Value(String dimension, String value) {}

    /** The array is not copied: nobody changes it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record SetAside(String store, String place, byte[] raw) {}

    private StepWork work(Step step, Parts parts, Act act) {
        return new StepWork() {
            @Override
            public List<String> parts(Request request) {
                return parts.of(request);
            }

            @Override
            public void carry(Request request, String part) {
                database.transaction(connection -> {
                    for (Amount amount : act.on(connection, request, part)) {
                        SubjectRequests.note(
                                connection, request, step, part, amount.store(), amount.rows(), clock.nowMicros());
                    }
                    return true;
                });
            }
        };
    }

    private List<String> days(Request request) {
        return database.transaction(connection -> SubjectDatabase.query(
                connection,
                "select day::text from public.subject_days" + SUBJECT + " as s (day) order by day",
                row -> row.getString(1),
                subject(connection, request)));
    }

    private List<Amount> correct(Connection connection, Request request, String day) throws SQLException {
        Change change = Objects.requireNonNull(request.change());
        long rows = SubjectDatabase.number(
                connection,
                "select public.subject_correct_day(?, ?, ?::date, ?::text, ?::text)",
                request.names().workspaceId(),
                SubjectDatabase.digests(connection, request.names()),
                day,
                change.user(),
                change.team());
        return List.of(new Amount("usage_event", rows));
    }

    private List<Amount> eraseDay(Connection connection, Request request, String day) throws SQLException {
        long rows = SubjectDatabase.number(
                connection,
                "select public.subject_erase_day(?, ?, ?, ?::date)",
                request.names().workspaceId(),
                request.names().kind().name(),
                SubjectDatabase.digests(connection, request.names()),
                day);
        return List.of(new Amount("usage_event", rows));
    }

    /** By token, so that whoever goes on with it needs no pseudonym; of a workspace those of everybody in its calls. */
    private List<Amount> destroyKeys(Connection connection, Request request, String part) throws SQLException {
        long keys = request.token() == null
                ? 0
                : SubjectDatabase.update(
                        connection, "delete from privacy.subject_key where token = ?", request.token());
        if (request.names().kind() == SubjectKind.WORKSPACE) {
            keys += SubjectDatabase.update(
                    connection,
                    "delete from privacy.subject_key where token in (select public.subject_tokens(?))",
                    request.names().workspaceId());
        }
        return List.of(new Amount(SubjectSurroundings.KEYS, keys));
    }

    private List<Amount> eraseScopes(Connection connection, Request request, String part) throws SQLException {
        List<Value> scopes = SubjectDatabase.query(
                connection,
                "select dimension, value from public.subject_scopes" + SUBJECT,
                row -> new Value(row.getString(1), row.getString(2)),
                subject(connection, request));
        Set<Value> known = scopes.stream().collect(Collectors.toSet());
        String workspace = request.names().workspaceId();
        boolean everybody = request.names().kind() == SubjectKind.WORKSPACE;
        BiPredicate<String, String> own = (dimension, value) ->
                request.names().include(dimension, value) || known.contains(new Value(dimension, value));
        BiPredicate<String, String> chosen = (dimension, value) -> everybody || own.test(dimension, value);
        long policies = topics.endPolicies(workspace, own);
        long decisions = policies == 0
                ? topics.endDecisions(workspace, chosen)
                : topics.endDecisionsUntilQuiet(workspace, chosen);
        List<Amount> amounts = new ArrayList<>(List.of(
                new Amount("millrace.decisions tombstones", decisions),
                new Amount("millrace.policies tombstones", policies)));
        amounts.addAll(SubjectDatabase.query(
                connection,
                "select store, amount from public.subject_erase_scopes(?, ?, ?)",
                row -> new Amount(row.getString(1), row.getLong(2)),
                workspace,
                SubjectDatabase.texts(
                        connection, scopes.stream().map(Value::dimension).toList()),
                SubjectDatabase.texts(
                        connection, scopes.stream().map(Value::value).toList())));
        return amounts;
    }

    private List<Amount> eraseSetAside(Connection connection, Request request, String part) throws SQLException {
        long rows = 0;
        for (SetAside one : SubjectDatabase.query(
                connection,
                "select store, place, raw from public.subject_refused",
                row -> new SetAside(row.getString(1), row.getString(2), row.getBytes(3)))) {
            if (RawSearch.finds(request.names(), one.raw())) {
                rows += SubjectDatabase.number(
                        connection, "select public.subject_erase_refused(?, ?)", one.store(), one.place());
            }
        }
        return List.of(new Amount("set aside bytes", rows));
    }

    private List<Amount> eraseRejected(Connection connection, Request request, String part) throws SQLException {
        long rows = 0;
        for (SubjectTopics.Refused refused : topics.refused(request.names())) {
            rows += SubjectDatabase.number(
                    connection, "select public.subject_erase_rejected(?, ?)", refused.partition(), refused.offset());
        }
        return List.of(new Amount("rejected_record", rows));
    }

    private List<Amount> eraseAccount(Connection connection, Request request, String part) throws SQLException {
        return SubjectDatabase.query(
                connection,
                "select store, amount from billing.subject_erase(?)",
                row -> new Amount(row.getString(1), row.getLong(2)),
                request.names().workspaceId());
    }

    private static Object[] subject(Connection connection, Request request) throws SQLException {
        return new Object[] {
            request.names().workspaceId(),
            request.names().kind().name(),
            SubjectDatabase.digests(connection, request.names())
        };
    }
}
