package io.millrace.client.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.usage.Outcome;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final class ContentFilterException extends RuntimeException {}

    /** A class name of letters that an error type may not have. */
    @SuppressWarnings("UnicodeInCode")
    private static final class Größe extends RuntimeException {}

    @Test
    void firstTellingClassInTheChainOfCausesDecides() {
        assertThat(Failures.outcomeOf(new IllegalStateException("timeout, cancelled")))
                .isEqualTo(Outcome.ERROR);
        assertThat(Failures.outcomeOf(new TimeoutException())).isEqualTo(Outcome.TIMEOUT);
        assertThat(Failures.outcomeOf(new SocketTimeoutException())).isEqualTo(Outcome.TIMEOUT);
        assertThat(Failures.outcomeOf(new RuntimeException(new HttpTimeoutException(""))))
                .isEqualTo(Outcome.TIMEOUT);
        assertThat(Failures.outcomeOf(new CancellationException())).isEqualTo(Outcome.CANCELLED);
        assertThat(Failures.outcomeOf(new RuntimeException(new InterruptedException())))
                .isEqualTo(Outcome.CANCELLED);
        assertThat(Failures.outcomeOf(new ContentFilterException())).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void chainThatBitesItsTailEnds() {
        RuntimeException first = new RuntimeException();
        RuntimeException second = new RuntimeException(first);
        first.initCause(second);

        assertThat(Failures.outcomeOf(first)).isEqualTo(Outcome.ERROR);
        assertThat(Failures.find(first, TimeoutException.class)).isNull();
        assertThat(Failures.find(first, RuntimeException.class)).isSameAs(first);
    }

    @SuppressWarnings("UnicodeInCode")
    @Test
    void typeIsTheClassWhereTheContractCanCarryIt() {
        assertThat(Failures.typeOf(new IllegalStateException("text"))).isEqualTo("java.lang.IllegalStateException");
        assertThat(Failures.typeOf(new ContentFilterException())).endsWith("FailuresTest$ContentFilterException");
        assertThat(Failures.typeOf(new Größe())).isEqualTo("_OTHER");
    }
}
