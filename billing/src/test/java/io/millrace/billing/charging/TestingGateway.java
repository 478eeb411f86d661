package io.millrace.billing.charging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A provider in memory with Stripe's rules of idempotency, that loses answers, stores 500s and forgets keys. */
final class TestingGateway implements PaymentGateway {
    /** The process dies here. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final RandomGenerator random;
    private final int faultPercent;
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();

    TestingGateway(RandomGenerator random, int faultPercent) {
        this.random = random;
        this.faultPercent = faultPercent;
    }

    private Answer post(IdempotencyKey key, java.util.function.Supplier<Answer> execute) {
        Answer stored = answers.get(key.value());
        int fault = random.nextInt(100) < faultPercent ? random.nextInt(7) : 7;
        if (fault == 0) {
            return new Answer.Busy("rate_limit");
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

    private static Answer executed(int fault, java.util.function.Supplier<Answer> execute) {
        if (fault == 2) {
            return new Answer.Indeterminate("http_500 before");
        }
        Answer answer = execute.get();
        return fault == 3 ? new Answer.Indeterminate("http_500 after") : answer;
    }

    @Override
    public Answer createIntent(NewIntent wanted, IdempotencyKey key) {
        return post(key, () -> {
            Intent intent = new Intent(
                    "pi_" + intents.size(),
                    IntentStatus.REQUIRES_CONFIRMATION,
                    wanted.amountCents(),
                    wanted.topUpId(),
                    null);
            intents.put(intent.id(), intent);
            return new Answer.Ok(intent);
        });
    }

    @Override
    public Answer confirm(String intentId, IdempotencyKey key) {
        return post(key, () -> {
            Intent intent = intents.get(intentId);
            if (intent == null || intent.status() == IntentStatus.SUCCEEDED) {
                return new Answer.Refused("payment_intent_unexpected_state");
            }
            Intent charged = new Intent(intentId, IntentStatus.SUCCEEDED, intent.amountCents(), intent.topUpId(), null);
            intents.put(intentId, charged);
            return new Answer.Ok(charged);
        });
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
