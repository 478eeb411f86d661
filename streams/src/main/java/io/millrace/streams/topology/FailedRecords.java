package io.millrace.streams.topology;

import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.service.LogContext;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What happens when a step throws: the transaction is aborted, always. A record that did it by itself is put into
 * {@link Quarantine} before. Kafka Streams makes it, and gives it the links under {@link Links#PROPERTY}.
 */
public final class FailedRecords implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailedRecords.class);

    private @Nullable Quarantine quarantine;

    @Override
    public void configure(Map<String, ?> configs) {
        quarantine = Links.in(configs).quarantine();
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception fault) {
        String topic = context.topic();
        boolean fromRecord = record != null && topic != null && context.offset() >= 0;
        if (fromRecord && !fromOutside(fault)) {
            SourcePlace place = new SourcePlace(topic, context.partition(), context.offset());
            String where = topic + "-" + place.partition() + "-" + place.offset();
            MDC.put(LogContext.RECORD, where);
            LOG.error("record {}: the metering failed on it (expected: metered or refused)", where, fault);
            MDC.remove(LogContext.RECORD);
            Initialized.of(quarantine).add(place, fault);
        }
        return Response.fail();
    }

    /** Kafka or the registry failed, which another record would have met too. */
    private static boolean fromOutside(Exception fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException || cause instanceof RegistryException) {
                return true;
            }
        }
        return false;
    }
}
