package io.millrace.embedded.stripe;

import io.millrace.embedded.stripe.core.IdempotencyKeys;
import io.millrace.embedded.stripe.core.Operation;
import io.millrace.embedded.stripe.core.Outcome;
import io.millrace.embedded.stripe.core.Parameters;
import io.millrace.embedded.stripe.core.StoredAnswer;
import io.millrace.embedded.stripe.core.StripeObject;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.core.StripeState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations one at a time: the outcome is in the journal, then in the state, then in the answer. Thread-safe; a
 * second use of an idempotency key does not wait for the first but is refused.
 */
final class StripeService {
    private final StripeJournal journal;
    private final InstantSource clock;
    private final StripeState state;
    private final IdempotencyKeys keys = new IdempotencyKeys();

    StripeService(StripeJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.state = new StripeState(journal.account());
        journal.entries().forEach(this::apply);
    }

    /** What is sent: {@code replayed} when it is the stored answer of an earlier request. */
    record Served(int status, String body, boolean replayed) {}

    /**
     * Runs the operation, or replays its first answer.
     *
     * @param fingerprint of method, path and parameters
     */
    Served serve(Operation operation, Parameters parameters, String fingerprint, @Nullable String key) {
        try {
            return key == null
                    ? run(operation, parameters, null)
                    : serveOnce(operation, parameters, new StoredAnswer(key, fingerprint, 0, "", nowSeconds()));
        } catch (StripeRefusal refused) {
            return refused(refused);
        }
    }

    private Served serveOnce(Operation operation, Parameters parameters, StoredAnswer request) {
        Optional<StoredAnswer> known = keys.take(request.key(), request.fingerprint(), request.createdSeconds());
        if (known.isPresent()) {
            return new Served(known.get().status(), known.get().body(), true);
        }
        try {
            return run(operation, parameters, request);
        } finally {
            keys.release(request.key());
        }
    }

    /** One request after the other: what an outcome was planned on is still so when it is applied. */
    private synchronized Served run(Operation operation, Parameters parameters, @Nullable StoredAnswer request) {
        List<StripeObject> changed = List.of();
        Served served;
        try {
            Outcome outcome = operation.run(state, parameters, nowSeconds());
            changed = outcome.changed();
            served = show(outcome);
        } catch (StripeRefusal refused) {
            if (!refused.executed()) {
                throw refused;
            }
            served = refused(refused);
        }
        var entry = new JournalEntry(changed, request == null ? null : answered(request, served));
        if (!entry.empty()) {
            journal.append(entry);
            apply(entry);
        }
        return served;
    }

    private long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    private static StoredAnswer answered(StoredAnswer request, Served served) {
        return new StoredAnswer(
                request.key(), request.fingerprint(), served.status(), served.body(), request.createdSeconds());
    }

    private void apply(JournalEntry entry) {
        state.apply(entry.objects());
        StoredAnswer answer = entry.answer();
        if (answer != null) {
            keys.keep(answer);
        }
    }

    private Served show(Outcome outcome) {
        var json = new StripeJson(id -> find(outcome.changed(), id));
        if (outcome.answer() instanceof Outcome.Shown shown) {
            return new Served(
                    200, json.object(shown.object(), shown.expansions()).toString(), false);
        }
        if (outcome.answer() instanceof Outcome.Listed listed) {
            return new Served(200, json.page(listed).toString(), false);
        }
        var refused = (Outcome.Refused) outcome.answer();
        return new Served(refused.error().status(), json.error(refused.error()).toString(), false);
    }

    private @Nullable StripeObject find(List<StripeObject> changed, String id) {
        return changed.stream()
                .filter(object -> object.id().equals(id))
                .findFirst()
                .or(() -> state.find(StripeObject.class, id))
                .orElse(null);
    }

    private Served refused(StripeRefusal refused) {
        var json = new StripeJson(id -> find(List.of(), id));
        return new Served(refused.error().status(), json.error(refused.error()).toString(), false);
    }
}
