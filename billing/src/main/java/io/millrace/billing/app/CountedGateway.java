package io.millrace.billing.app;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.WrappedGateway;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A gateway that counts what comes back from it. Thread-safe. */
final class CountedGateway extends WrappedGateway {
    private static final String NAME = "millrace_billing_stripe_answers_total";
    private static final Comparator<Kind> ORDER =
            Comparator.comparing(Kind::call).thenComparing(Kind::answer);

    private record Kind(String call, String answer) {}

    private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

    CountedGateway(PaymentGateway gateway) {
        super(gateway);
    }

    void write(PrometheusText page) {
        page.metric(NAME, MetricType.COUNTER, "Answers of Stripe to calls about payments.");
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .forEach(line -> page.sample(
                        NAME,
                        Map.of(
                                "call",
                                line.getKey().call(),
                                "answer",
                                line.getKey().answer()),
                        line.getValue().sum()));
    }

    @Override
    protected Answer called(Call call, Supplier<Answer> behind) {
        Answer answer = behind.get();
        Kind kind = new Kind(word(call.name()), word(answer.getClass().getSimpleName()));
        counts.computeIfAbsent(kind, each -> new LongAdder()).increment();
        return answer;
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
