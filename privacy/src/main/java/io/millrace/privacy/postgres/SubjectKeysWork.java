package io.millrace.privacy.postgres;

import io.millrace.privacy.subject.Request;
import io.millrace.privacy.subject.Step;
import io.millrace.privacy.subject.StepWork;
import io.millrace.schemas.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/** Destroys keys. The vault is not of this database's transaction: what it destroyed before a crash is noted as 0 the next time. */
public final class SubjectKeysWork implements StepWork {
    private final SubjectDatabase database;
    private final Keys keys;
    private final Clock clock;

    public SubjectKeysWork(DataSource dataSource, Keys keys, Clock clock) {
        database = new SubjectDatabase(dataSource);
        this.keys = keys;
        this.clock = clock;
    }

    /** The vault, as far as it destroys. */
    @FunctionalInterface
    public interface Keys {
        /** How many keys of the subject there were, and now are not. */
        long destroy(Request request);
    }

    @Override
    public List<String> parts(Request request) {
        return WHOLE;
    }

    @Override
    public void carry(Request request, String part) {
        long destroyed = keys.destroy(request);
        database.transaction(connection -> {
            SubjectRequests.note(connection, request, Step.KEYS, part, "vault keys", destroyed, clock.nowMicros());
            return true;
        });
    }
}
