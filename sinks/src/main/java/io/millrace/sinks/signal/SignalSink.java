package io.millrace.sinks.signal;

import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import java.time.Duration;
import java.util.HashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes signals to the database in batches. Flink's part is at least once; what is written twice changes nothing.
 * Travels to the task by Java serialization, hence the plain fields.
 */
public final class SignalSink implements Sink<byte[]> {
    private static final long serialVersionUID = 1;

    private final HashMap<String, String> registry;
    private final SignalTopics topics;
    private final String jdbcUrl;
    private final String user;
    private final String password;
    private final int batchRows;
    private final long flushMillis;

    /**
     * @param access certificates are read where the tasks run
     * @param batchRows signals in a transaction, at most
     * @param flushInterval how long a signal waits for others, at most
     */
    public SignalSink(
            RegistryAccess access, SignalTopics topics, Database database, int batchRows, Duration flushInterval) {
        registry = access.properties();
        this.topics = topics;
        jdbcUrl = database.jdbcUrl();
        user = database.user();
        password = database.password().reveal();
        this.batchRows = batchRows;
        flushMillis = flushInterval.toMillis();
    }

    @Override
    public SinkWriter<byte[]> createWriter(WriterInitContext context) {
        var schemas = RestSchemaRegistry.of(registry);
        var database = new Database(jdbcUrl, user, new Secret(password));
        var store = new SignalStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock());
        var writer = new SignalSinkWriter(new SignalDecoder(schemas, topics), store, batchRows);
        writer.flushEvery(flushMillis, context.getProcessingTimeService());
        return writer;
    }
}
