package io.millrace.billing.charging;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A provider in memory with Stripe's rules of idempotency, that loses answers, stores 500s and forgets keys. */
final class TestingGateway implements PaymentGateway {
    /** The process dies here. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a card does. */
    enum Card {
        PAYS,
        PROCESSES,
        ASKS,
        NO_FUNDS,
        STOLEN
    }

    private static final Set<IntentStatus> CONFIRMABLE = EnumSet.of(
            IntentStatus.REQUIRES_CONFIRMATION, IntentStatus.REQUIRES_PAYMENT_METHOD, IntentStatus.REQUIRES_ACTION);

    private final RandomGenerator random;
    private int faultPercent;
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> declines = new ArrayList<>();
    private final Supplier<Card> card;

    TestingGateway(RandomGenerator random, int faultPercent) {
        this(random, faultPercent, () -> Card.PAYS);
    }

    /** @param card what the card does with the next attempt */
    TestingGateway(RandomGenerator random, int faultPercent, Supplier<Card> card) {
        this.random = random;
        this.faultPercent = faultPercent;
        this.card = card;
    }

    private Answer post(IdempotencyKey key, Supplier<Answer> execute) {
        Answer stored = answers.get(key.value());
        int fault = random.nextInt(100) < faultPercent ? random.nextInt(7) : 7;
        if (fault == 0) {
            return random.nextInt(4) == 0 ? new Answer.Unauthorized("key_expired") : new Answer.Busy("rate_limit");
        }
        if (fault == 1) {
            return new Answer.Unanswered("lost on the way there");
        }
        Answer answer = stored != null ? stored : executed(fault, execute);
        answers.put(key.value(), answer);
        if (fault == 4) {
            answers.clear(); // a day passed
        }
        if (fault == 5) {
            throw new Crash();
        }
        return fault == 6 ? new Answer.Unanswered("lost on the way back") : answer;
    }

    private static Answer executed(int fault, Supplier<Answer> execute) {
        if (fault == 2) {
            return new Answer.Indeterminate("http_500 before");
        }
        Answer answer = execute.get();
        return fault == 3 ? new Answer.Indeterminate("http_500 after") : answer;
    }

    @Override
    public Answer createIntent(NewIntent wanted, IdempotencyKey key) {
        return post(key, () -> {
            String id = "pi_" + intents.size();
            IntentStatus status = IntentStatus.REQUIRES_CONFIRMATION;
            return put(new Intent(id, status, wanted.amountCents(), wanted.topUpId(), null));
        });
    }

    private Answer put(Intent intent) {
        intents.put(intent.id(), intent);
        return new Answer.Ok(intent);
    }

    private static Intent in(Intent intent, IntentStatus status, @Nullable String decline) {
        return new Intent(intent.id(), status, intent.amountCents(), intent.topUpId(), decline);
    }

    @Override
    public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        return post(key, () -> confirmed(intentId, true));
    }

    @Override
    public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        return post(key, () -> confirmed(intentId, false));
    }

    private Answer confirmed(String intentId, boolean offSession) {
        Intent intent = intents.get(intentId);
        if (intent == null || !CONFIRMABLE.contains(intent.status())) {
            return new Answer.Refused("payment_intent_unexpected_state");
        }
        return switch (card.get()) {
            case PAYS -> put(in(intent, IntentStatus.SUCCEEDED, null));
            case PROCESSES -> put(in(intent, IntentStatus.PROCESSING, null));
            case ASKS ->
                offSession
                        ? decline(intent, "authentication_required")
                        : put(in(intent, IntentStatus.REQUIRES_ACTION, null));
            case NO_FUNDS -> decline(intent, "insufficient_funds");
            case STOLEN -> decline(intent, "stolen_card");
        };
    }

    private Answer decline(Intent intent, String code) {
        declines.add(code);
        intents.put(intent.id(), in(intent, IntentStatus.REQUIRES_PAYMENT_METHOD, code));
        return new Answer.Declined(code);
    }

    /** From now on nothing goes wrong. */
    void calm() {
        faultPercent = 0;
    }

    /** What customers and banks do while nobody looks. */
    void timePasses() {
        for (Intent intent : List.copyOf(intents.values())) {
            if (random.nextInt(3) != 0) {
                continue;
            }
            if (intent.status() == IntentStatus.PROCESSING || intent.status() == IntentStatus.REQUIRES_ACTION) {
                boolean paid = random.nextBoolean();
                IntentStatus status = paid ? IntentStatus.SUCCEEDED : IntentStatus.REQUIRES_PAYMENT_METHOD;
                intents.put(intent.id(), in(intent, status, paid ? null : "insufficient_funds"));
            }
        }
    }

    @Override
    public Answer cancel(String intentId, IdempotencyKey key) {
        return post(key, () -> {
            Intent intent = intents.get(intentId);
            if (intent == null || !CONFIRMABLE.contains(intent.status())) {
                return new Answer.Refused("payment_intent_unexpected_state");
            }
            return put(in(intent, IntentStatus.CANCELED, intent.declineCode()));
        });
    }

    /** The card's declines, in their order. */
    List<String> declines() {
        return declines;
    }

    @Override
    public List<Intent> listUnconfirmed(String customer) {
        return intents.values().stream()
                .filter(intent -> intent.status() == IntentStatus.REQUIRES_CONFIRMATION)
                .toList();
    }

    @Override
    public Answer retrieve(String intentId) {
        return read(intents.get(intentId));
    }

    @Override
    public Answer find(String customer, String topUpId) {
        Intent newest = null;
        for (Intent intent : intents.values()) {
            newest = topUpId.equals(intent.topUpId()) ? intent : newest;
        }
        return read(newest);
    }

    private Answer read(@Nullable Intent intent) {
        if (random.nextInt(100) < faultPercent / 2) {
            return new Answer.Unanswered("no answer");
        }
        return intent == null ? new Answer.Absent() : new Answer.Ok(intent);
    }

    @Override
    public List<Intent> listSucceeded() {
        return new ArrayList<>(intents.values())
                .stream()
                        .filter(intent -> intent.status() == IntentStatus.SUCCEEDED)
                        .toList();
    }

    @Override
    public String createCustomer(String workspaceId, IdempotencyKey key) {
        return "cus_" + workspaceId;
    }
}
