package io.millrace.standalone.chaos;

import io.millrace.avro.BudgetAlert;
import io.millrace.billing.charging.Intent;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.audit.Check;
import io.millrace.standalone.audit.Check.Figure;
import io.millrace.standalone.audit.Check.Unit;
import io.millrace.standalone.chaos.load.Acknowledged;
import io.millrace.standalone.chaos.load.ChaosLoad;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.workload.Emission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;

/**
 * What holds beside the sums of the audit: whatever the gateway acknowledged was metered once, nothing was said or charged twice,
 * and no decision in force went back. Holds every event id in memory, about 200 bytes each.
 */
final class ChaosChecks {
    /** Names of checks. */
    static final String ACKNOWLEDGED = "acknowledged";

    static final String ALERTS = "alerts once";
    static final String DELIVERED = "alerts delivered";
    static final String PAYMENTS = "charged once";

    private static final int EXAMPLES = 5;

    private final Records kafka;
    private final Topics topics;
    private final Deliveries deliveries;
    private final List<String> examples = new ArrayList<>();

    ChaosChecks(Records kafka, Topics topics, Deliveries deliveries) {
        this.kafka = kafka;
        this.topics = topics;
        this.deliveries = deliveries;
    }

    /** @param paidGrants grants that a payment paid for */
    List<Check> run(GatewaySetup setup, List<Intent> payments, long paidGrants) {
        Map<String, Integer> metered = metered();
        Set<String> acknowledged = acknowledged(setup, emission -> true);
        List<Check> checks = new ArrayList<>(List.of(
                acknowledged(acknowledged, metered),
                new Check(
                        "metered once",
                        Unit.RECORDS,
                        List.of(
                                new Figure(
                                        "rated",
                                        metered.values().stream()
                                                .mapToLong(Integer::longValue)
                                                .sum()),
                                new Figure("event ids", metered.size()))),
                alerts(),
                delivered()));
        checks.addAll(decisions());
        checks.add(payments(payments, paidGrants));
        return checks;
    }

    /** Some of what is wrong, a line each. */
    List<String> examples() {
        return List.copyOf(examples);
    }

    /** Event ids of what the gateway acknowledged. */
    private static Set<String> acknowledged(GatewaySetup setup, Predicate<Emission> wanted) {
        BitSet taken = Acknowledged.taken(setup.acknowledged());
        Set<String> ids = new HashSet<>();
        Iterator<ChaosLoad.Due> load = setup.load().from(0);
        for (int index = 0; index < taken.length(); index++) {
            Emission emission = load.next().emission();
            if (taken.get(index) && wanted.test(emission) && !(emission instanceof Emission.Malformed)) {
                ids.add(emission.usage().eventId().toString());
            }
        }
        return ids;
    }

    /** Distinct calls that the gateway acknowledged, corrections not among them. */
    static long acknowledgedCalls(GatewaySetup setup) {
        return acknowledged(setup, emission -> !(emission instanceof Emission.Correction))
                .size();
    }

    private Map<String, Integer> metered() {
        Map<String, Integer> times = new HashMap<>();
        kafka.forEach(topics.rated(), (record, value) -> {
            if (value != null) {
                times.merge(value.getUsage().getEventId(), 1, Integer::sum);
            }
        });
        return times;
    }

    private Check acknowledged(Set<String> ids, Map<String, Integer> metered) {
        long found = ids.stream().filter(metered::containsKey).count();
        long once = ids.stream().filter(id -> metered.getOrDefault(id, 0) == 1).count();
        ids.stream()
                .filter(id -> metered.getOrDefault(id, 0) != 1)
                .limit(EXAMPLES)
                .forEach(id -> examples.add("event " + id + ": metered " + metered.getOrDefault(id, 0)
                        + " times (expected: once, since it was acknowledged)"));
        return new Check(
                ACKNOWLEDGED,
                Unit.RECORDS,
                List.of(
                        new Figure("acknowledged", ids.size()),
                        new Figure("metered", found),
                        new Figure("metered once", once)));
    }

    private Check alerts() {
        Map<String, Integer> ids = new HashMap<>();
        Map<String, Integer> crossings = new HashMap<>();
        kafka.forEach(topics.alerts(), (record, value) -> {
            if (value != null) {
                ids.merge(value.getAlertId(), 1, Integer::sum);
                crossings.merge(crossing(value), 1, Integer::sum);
            }
        });
        exampleOfTwice("alert", ids);
        exampleOfTwice("crossing", crossings);
        return new Check(
                ALERTS,
                Unit.RECORDS,
                List.of(
                        new Figure(
                                "alerts topic",
                                ids.values().stream()
                                        .mapToLong(Integer::longValue)
                                        .sum()),
                        new Figure("alert ids", ids.size()),
                        new Figure("policy, window, threshold", crossings.size())));
    }

    /** Whether the receiver of alerts has all that the topic has. */
    boolean isEveryAlertDelivered() {
        Set<String> told = alertIds();
        return deliveries.of(told) == told.size();
    }

    private Set<String> alertIds() {
        Set<String> ids = new HashSet<>();
        kafka.forEach(topics.alerts(), (record, value) -> {
            if (value != null) {
                ids.add(value.getAlertId());
            }
        });
        return ids;
    }

    private Check delivered() {
        Set<String> told = alertIds();
        deliveries.faults(told).stream().limit(EXAMPLES).forEach(examples::add);
        return new Check(
                DELIVERED,
                Unit.RECORDS,
                List.of(
                        new Figure("alert ids", told.size()),
                        new Figure("of them delivered", deliveries.of(told)),
                        new Figure("ids delivered", deliveries.distinct())));
    }

    private static String crossing(BudgetAlert alert) {
        return String.join(
                "|",
                alert.getKind().toString(),
                alert.getWorkspaceId(),
                alert.getPolicyId(),
                alert.getDimension().toString(),
                alert.getValue(),
                Long.toString(alert.getWindowStartMicros()),
                Long.toString(alert.getThreshold()),
                Objects.toString(alert.getThresholdPercent()));
    }

    private void exampleOfTwice(String thing, Map<String, Integer> times) {
        times.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .limit(EXAMPLES)
                .forEach(entry -> examples.add(
                        thing + " " + entry.getKey() + ": " + entry.getValue() + " times (expected: once)"));
    }

    /** Over all that the topic still holds; also of what was not committed, since gateways act on it. */
    private List<Check> decisions() {
        Versions versions = new Versions();
        forEachDecision(kafka, versions::committed);
        forEachDecision(kafka.uncommitted(), versions::written);
        versions.faults().stream().limit(EXAMPLES).forEach(examples::add);
        return List.of(
                new Check(
                        "decisions grow",
                        Unit.RECORDS,
                        List.of(
                                new Figure("committed", versions.committed()),
                                new Figure("above all before", versions.growing()))),
                new Check(
                        "versions once",
                        Unit.RECORDS,
                        List.of(
                                new Figure("decisions topic", versions.written()),
                                new Figure("scope, version", versions.distinct()))));
    }

    private void forEachDecision(Records records, ObjLongConsumer<String> visitor) {
        records.forEach(topics.decisions(), (record, value) -> {
            if (value != null) {
                visitor.accept(new String(record.key(), StandardCharsets.UTF_8), value.getVersion());
            }
        });
    }

    private static Check payments(List<Intent> payments, long paidGrants) {
        return new Check(
                PAYMENTS,
                Unit.RECORDS,
                List.of(
                        new Figure("stripe's payments", payments.size()),
                        new Figure(
                                "top-ups they name",
                                payments.stream()
                                        .map(Intent::topUpId)
                                        .distinct()
                                        .count()),
                        new Figure("paid grants", paidGrants)));
    }
}
