package io.millrace.billing.app;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A gateway that counts what comes back from it. Thread-safe. */
final class CountedGateway implements PaymentGateway {
    private static final String NAME = "millrace_billing_stripe_answers_total";

    private record Kind(String call, String answer) {}

    private final PaymentGateway gateway;
    private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

    CountedGateway(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    void write(PrometheusText page) {
        page.metric(NAME, MetricType.COUNTER, "Answers of Stripe to calls about payments.");
        Map<String, Long> lines = new TreeMap<>();
        counts.forEach((kind, count) -> lines.merge(kind.call() + " " + kind.answer(), count.sum(), Long::sum));
        lines.forEach((line, count) -> {
            int space = line.indexOf(' ');
            Map<String, String> labels = Map.of("call", line.substring(0, space), "answer", line.substring(space + 1));
            page.sample(NAME, labels, count);
        });
    }

    private Answer counted(String call, Answer answer) {
        String word = answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        counts.computeIfAbsent(new Kind(call, word), kind -> new LongAdder()).increment();
        return answer;
    }

    @Override
    public Answer createIntent(NewIntent intent, IdempotencyKey key) {
        return counted("create", gateway.createIntent(intent, key));
    }

    @Override
    public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        return counted("confirm", gateway.confirm(intentId, paymentMethod, key));
    }

    @Override
    public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        return counted("authenticate", gateway.authenticate(intentId, paymentMethod, key));
    }

    @Override
    public Answer cancel(String intentId, IdempotencyKey key) {
        return counted("cancel", gateway.cancel(intentId, key));
    }

    @Override
    public Answer retrieve(String intentId) {
        return counted("retrieve", gateway.retrieve(intentId));
    }

    @Override
    public Answer find(String customer, String topUpId) {
        return counted("find", gateway.find(customer, topUpId));
    }

    @Override
    public List<Intent> listUnconfirmed(String customer) {
        return gateway.listUnconfirmed(customer);
    }

    @Override
    public List<Intent> listSucceeded() {
        return gateway.listSucceeded();
    }

    @Override
    public String createCustomer(String workspaceId, IdempotencyKey key) {
        return gateway.createCustomer(workspaceId, key);
    }
}
