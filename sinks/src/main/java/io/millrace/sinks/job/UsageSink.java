package io.millrace.sinks.job;

import io.millrace.avro.RatedUsage;
import io.millrace.schemas.config.PemCertificates;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.serde.MillraceAvroDeserializer;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes rated records to the database in batches. Flink's part is at least once; the database makes it exactly once.
 * Travels to the task by Java serialization, hence the plain fields.
 */
public final class UsageSink implements Sink<byte[]> {
    private static final long serialVersionUID = 1;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final HashMap<String, String> registry;
    private final String jdbcUrl;
    private final String user;
    private final String password;
    private final int batchRows;
    private final long flushMillis;
    private final int valuesMax;

    /**
     * @param access certificates are read where the tasks run
     * @param batchRows rows in a transaction, at most
     * @param flushInterval how long a row waits for others, at most
     * @param valuesMax values of a dimension that an hour of a workspace shows by themselves, at most
     */
    public UsageSink(RegistryAccess access, Database database, int batchRows, Duration flushInterval, int valuesMax) {
        registry = access.properties();
        jdbcUrl = database.jdbcUrl();
        user = database.user();
        password = database.password().reveal();
        this.batchRows = batchRows;
        flushMillis = flushInterval.toMillis();
        this.valuesMax = valuesMax;
    }

    @Override
    public SinkWriter<byte[]> createWriter(WriterInitContext context) {
        var schemas = RestSchemaRegistry.of(registry);
        var decoder = new RatedDecoder(new MillraceAvroDeserializer<>(schemas, RatedUsage.class));
        var clock = new SystemClock();
        var database = new Database(jdbcUrl, user, new Secret(password));
        var store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, clock, valuesMax);
        var writer = new UsageSinkWriter(decoder, store, batchRows, SinkCounters.of(context.metricGroup()));
        String shown = registry.get("schema.registry.ssl.keystore.location");
        if (shown != null) {
            // Of the name that the rules know, behind Flink's own prefix.
            long ends = PemCertificates.end(Path.of(shown)).getEpochSecond();
            context.metricGroup().gauge("certificateExpirySeconds", () -> ends - clock.nowMillis() / MILLIS_PER_SECOND);
        }
        writer.flushEvery(flushMillis, context.getProcessingTimeService());
        return writer;
    }
}
