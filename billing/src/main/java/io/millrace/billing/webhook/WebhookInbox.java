package io.millrace.billing.webhook;

import io.millrace.billing.webhook.Acceptance.Accepted;
import io.millrace.billing.webhook.Acceptance.Duplicate;
import io.millrace.billing.webhook.Acceptance.Refused;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The door that webhooks come in by: checks size, signature and mode, in this order, and keeps what is good before it is
 * answered. It does nothing else, so that the sender never waits for the work. Thread-safe.
 */
public final class WebhookInbox {
    /** Bytes of a body, at most. */
    public static final int BODY_MAX = 256 * 1024;

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final SignatureCheck signatures;
    private final EventReader reader;
    private final EventInbox inbox;
    private final boolean live;
    private final Clock clock;
    private final Map<SignatureVerdict, LongAdder> refusals = new EnumMap<>(SignatureVerdict.class);

    /** @param live whether events about real money are ours; the others are refused */
    public WebhookInbox(SignatureCheck signatures, EventReader reader, EventInbox inbox, boolean live, Clock clock) {
        this.signatures = signatures;
        this.reader = reader;
        this.inbox = inbox;
        this.live = live;
        this.clock = clock;
        for (SignatureVerdict verdict : SignatureVerdict.values()) {
            refusals.put(verdict, new LongAdder());
        }
    }

    /**
     * Takes one delivery.
     *
     * @param signature the header Stripe-Signature, null where there was none
     * @param body the bytes as they came: a single changed one breaks the signature
     */
    public Acceptance accept(@Nullable String signature, byte[] body) {
        if (body.length > BODY_MAX) {
            return new Refused(
                    TOO_LARGE,
                    "BODY_TOO_LARGE",
                    Expected.message("webhook body", body.length + " bytes", "<= " + BODY_MAX));
        }
        SignatureVerdict verdict = signatures.check(signature, body, clock.nowMicros() / Micros.PER_SECOND);
        if (verdict != SignatureVerdict.VALID) {
            counter(verdict).increment();
            String rule = "t=…,v1=…, made with the endpoint's secret within 300 s";
            return new Refused(BAD_REQUEST, "SIGNATURE", Expected.message("Stripe-Signature", verdict, rule));
        }
        return reader.read(body)
                .map(event -> keep(event, body))
                .orElseGet(() -> new Refused(
                        BAD_REQUEST,
                        "UNREADABLE_EVENT",
                        Expected.message("webhook body", body.length + " bytes", "an event with id, type and object")));
    }

    private Acceptance keep(ProviderEvent event, byte[] body) {
        if (event.live() != live) {
            return new Refused(
                    BAD_REQUEST, "LIVEMODE", Expected.message("event livemode", event.live(), Boolean.toString(live)));
        }
        boolean kept = inbox.store(event, body, EventInbox.Way.WEBHOOK);
        return kept ? new Accepted(event.id()) : new Duplicate(event.id());
    }

    /** Deliveries refused for this reason since the start. */
    public long refused(SignatureVerdict reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(SignatureVerdict verdict) {
        return Optional.ofNullable(refusals.get(verdict)).orElseThrow();
    }
}
