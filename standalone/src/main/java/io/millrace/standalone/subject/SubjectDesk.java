package io.millrace.standalone.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.privacy.kafka.SubjectTopics;
import io.millrace.privacy.postgres.SubjectExport;
import io.millrace.privacy.postgres.SubjectRequests;
import io.millrace.privacy.postgres.SubjectSurroundings;
import io.millrace.privacy.postgres.SubjectWorks;
import io.millrace.privacy.subject.Access;
import io.millrace.privacy.subject.Carrier;
import io.millrace.privacy.subject.Certificate;
import io.millrace.privacy.subject.Change;
import io.millrace.privacy.subject.ExportFiles;
import io.millrace.privacy.subject.Names;
import io.millrace.privacy.subject.Request;
import io.millrace.privacy.subject.RequestKind;
import io.millrace.privacy.vault.Vault;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where requests of those concerned are received and carried out. Used by one thread. */
public final class SubjectDesk implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 2;

    private final HikariDataSource dataSource;
    private final SubjectTopics topics;
    private final SubjectRequests requests;
    private final Clock clock;
    private final @Nullable Vault vault;

    private SubjectDesk(HikariDataSource dataSource, SubjectTopics topics, Clock clock, @Nullable Vault vault) {
        this.dataSource = dataSource;
        this.topics = topics;
        this.clock = clock;
        this.vault = vault;
        requests = new SubjectRequests(dataSource);
    }

    /**
     * Under the login of the tables' owner: no other reads or changes them all. The caller closes.
     *
     * @param vault makes the one where keys of subjects are, over the tables of the database; null where nothing is sealed
     */
    public static SubjectDesk open(
            Endpoints endpoints, Topics topics, Clock clock, Function<DataSource, @Nullable Vault> vault) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("millrace-subjects");
        config.setJdbcUrl(endpoints.jdbcUrl());
        config.setUsername(Login.OWNER.role());
        config.setPassword(endpoints.password(Login.OWNER).reveal());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        HikariDataSource dataSource = new HikariDataSource(config);
        SubjectTopics kafka = new SubjectTopics(
                endpoints.kafkaAccess().properties(), AvroSerdes.at(endpoints.registryAccess()), topics);
        return new SubjectDesk(dataSource, kafka, clock, vault.apply(dataSource));
    }

    /** All requests; see {@link SubjectRequests#all}. */
    public List<Request> all() {
        return requests.all();
    }

    /** Who took data out, the last first. */
    public List<Access> accesses() {
        return requests.accesses();
    }

    /** As it was issued; empty where there is none. */
    public Optional<String> certificate(UUID id) {
        return Optional.ofNullable(requests.certificate(id));
    }

    /** Keeps a request, due in so many days; the open one of the same kind and subject where there is one. */
    public Request receive(RequestKind kind, Subject subject, @Nullable Change change, String askedBy, int days) {
        String token = key(subject).map(SubjectKey::token).orElse(null);
        Names names = Names.of(subject, token);
        return requests.receive(
                Request.received(UUID.randomUUID(), kind, names, token, change, askedBy, clock.nowMicros(), days));
    }

    /** Writes the files of an EXPORT. */
    public Certificate export(Request request, Subject subject, Path directory) {
        try (ExportFiles files = new ExportFiles(directory)) {
            new SubjectExport(dataSource, topics).write(request, key(subject).orElse(null), files, clock.nowMicros());
        }
        return carrier().certify(request);
    }

    /** Carries a CORRECT or an ERASE out; empty where it is held. */
    public Optional<Certificate> carry(Request request) {
        return carrier().carry(request);
    }

    /** Carries out what is open and may go on, and looks again for what was erased lately. */
    public void carryOpen() {
        carrier().carryOpen();
    }

    @Override
    public void close() {
        dataSource.close();
    }

    private Optional<SubjectKey> key(Subject subject) {
        return vault == null ? Optional.empty() : vault.find(subject);
    }

    private Carrier carrier() {
        return new Carrier(
                requests,
                new SubjectWorks(dataSource, topics, clock).all(),
                new SubjectSurroundings(dataSource, topics),
                clock);
    }
}
