package io.millrace.embedded.stripe;

import io.millrace.embedded.stripe.core.Answer;
import io.millrace.embedded.stripe.core.Draft;
import io.millrace.embedded.stripe.core.IdempotencyKeys;
import io.millrace.embedded.stripe.core.Operation;
import io.millrace.embedded.stripe.core.Parameters;
import io.millrace.embedded.stripe.core.StoredAnswer;
import io.millrace.embedded.stripe.core.StripeError;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.core.StripeState;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.model.Event;
import io.millrace.embedded.stripe.model.StripeObject;
import io.millrace.embedded.stripe.view.StripeView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations one at a time: the outcome is in the journal, then in the state, then in the answer. Thread-safe; a
 * second use of an idempotency key does not wait for the first but is refused.
 */
final class StripeService {
    private final StripeJournal journal;
    private final InstantSource clock;
    private final Consumer<String> events;
    private final StripeState state;
    private final IdempotencyKeys keys = new IdempotencyKeys();

    /** {@code events} takes each event, as JSON, once it is in the journal. */
    StripeService(StripeJournal journal, InstantSource clock, Consumer<String> events) {
        this.journal = journal;
        this.clock = clock;
        this.events = events;
        this.state = new StripeState(journal.account());
        journal.entries().forEach(this::apply);
    }

    /**
     * One request.
     *
     * @param fingerprint of method, path and parameters
     * @param baseUrl of the stand-in, as the caller sees it
     */
    record Call(
            Operation operation,
            Parameters parameters,
            String fingerprint,
            @Nullable String key,
            String baseUrl,
            Fault fault) {
        Call with(Fault newFault) {
            return new Call(operation, parameters, fingerprint, key, baseUrl, newFault);
        }
    }

    /** What is sent: {@code replayed} when it is the stored answer of an earlier request. */
    record Served(int status, String body, boolean replayed) {}

    /** Letters and digits that are this stand-in's own. */
    String account() {
        return journal.account();
    }

    /** Runs the operation, or replays its first answer. */
    Served serve(Call call) {
        try {
            String key = call.key();
            return key == null
                    ? run(call, null)
                    : serveOnce(call, new StoredAnswer(key, call.fingerprint(), 0, "", nowSeconds()));
        } catch (StripeRefusal refused) {
            return refused(refused.error());
        }
    }

    private Served serveOnce(Call call, StoredAnswer request) {
        Optional<StoredAnswer> known = keys.take(request.key(), request.fingerprint(), request.createdSeconds());
        if (known.isPresent()) {
            return new Served(known.get().status(), known.get().body(), true);
        }
        try {
            return run(call, request);
        } finally {
            keys.release(request.key());
        }
    }

    /** One request after the other: what an outcome was planned on is still so when it is applied. */
    private synchronized Served run(Call call, @Nullable StoredAnswer request) {
        var draft = new Draft(state, new Draft.Origin(nowSeconds(), call.baseUrl(), call.key()));
        List<StripeObject> changed = List.of();
        Served served = refused(StripeError.internal());
        try {
            if (call.fault() != Fault.ERROR_BEFORE) {
                Served shown = show(call.operation().run(draft, call.parameters()), draft);
                served = call.fault() == Fault.ERROR_AFTER ? served : shown;
                changed = draft.changed();
            }
        } catch (StripeRefusal refused) {
            if (!refused.executed()) {
                throw refused;
            }
            served = call.fault() == Fault.ERROR_AFTER ? served : refused(refused.error());
        }
        commit(new JournalEntry(changed, request == null ? null : answered(request, served)));
        return served;
    }

    private void commit(JournalEntry entry) {
        if (!entry.empty()) {
            journal.append(entry);
            apply(entry);
            tell(entry.objects());
        }
    }

    private void tell(List<StripeObject> changed) {
        var view = new StripeView(this::find);
        for (StripeObject object : changed) {
            if (object instanceof Event) {
                events.accept(view.object(object).toString());
            }
        }
    }

    /**
     * Runs what no endpoint does.
     *
     * @return the object it is about, in its new state
     * @throws StripeRefusal when it cannot be; nothing changed
     */
    synchronized @Nullable StripeObject control(Operation operation) {
        var draft = new Draft(state, new Draft.Origin(nowSeconds(), "", null));
        Answer answer = operation.run(draft, new Parameters(Map.of()));
        commit(new JournalEntry(draft.changed(), null));
        return answer instanceof Answer.Shown shown ? shown.object() : null;
    }

    /** All objects of the type, newest first. */
    synchronized <T extends StripeObject> List<T> all(Class<T> type) {
        return state.newestFirst(type);
    }

    void pruneKeys() {
        keys.prune();
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

    private static Served show(Answer answer, Draft draft) {
        var view = new StripeView(id -> draft.find(StripeObject.class, id).orElse(null));
        int status = answer instanceof Answer.Refused refused ? refused.error().status() : 200;
        return new Served(status, view.answer(answer).toString(), false);
    }

    private @Nullable StripeObject find(String id) {
        return state.find(StripeObject.class, id).orElse(null);
    }

    private Served refused(StripeError error) {
        return new Served(
                error.status(), new StripeView(this::find).error(error).toString(), false);
    }
}
