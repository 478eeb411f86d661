package io.millrace.privacy.kafka;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.util.concurrent.ExecutionException;

/** What it means when Kafka does not do what a request needs. */
final class SubjectFault {
    private SubjectFault() {}

    static MillraceException of(ExecutionException e) {
        return new MillraceException(ErrorKind.EXTERNAL, "KAFKA", "kafka: no answer: " + e.getCause(), e);
    }

    static MillraceException of(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new MillraceException(ErrorKind.EXTERNAL, "KAFKA", "kafka: interrupted", e);
    }
}
