package io.millrace.standalone.command;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.topic.Partitions;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Records;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Budgets and rate limits. */
@Command(name = "policy", description = "Budgets and rate limits: put, list, delete.")
public final class PolicyCommand {
    private static final String ID = "workspace id, a slash, a name: acme/daily";

    @Mixin
    private DataOption data = new DataOption();

    @Command(description = "Make or change a policy; it takes effect at once.")
    int put(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--limit", required = true, description = "US dollars, tokens or requests") String limit,
            @Option(names = "--measure", defaultValue = "CHARGE", description = "${COMPLETION-CANDIDATES}")
                    Measure measure,
            @Option(names = "--dimension", defaultValue = "WORKSPACE", description = "${COMPLETION-CANDIDATES}")
                    Dimension dimension,
            @Option(names = "--value", defaultValue = "*", description = "the value watched; * is each on its own")
                    String value,
            @Option(names = "--period", defaultValue = "MONTH", description = "${COMPLETION-CANDIDATES}") Period period,
            @Option(names = "--window", defaultValue = "0", description = "seconds; makes it a rate limit") int window,
            @Option(names = "--zone", defaultValue = "UTC", description = "IANA zone of the period") String zone,
            @Option(names = "--thresholds", split = ",", description = "percent of the limit that raise an alert")
                    List<Integer> thresholds,
            @Option(names = "--action", defaultValue = "NOTIFY", description = "${COMPLETION-CANDIDATES}")
                    Action action,
            @Option(names = "--shadow", description = "alerts, but no verdict") boolean shadow) {
        boolean rate = window > 0;
        Policy policy = new Policy(
                id,
                Partitions.workspaceOfPolicy(id),
                rate ? PolicyKind.RATE_LIMIT : PolicyKind.BUDGET,
                dimension,
                value,
                measure,
                amount(measure, limit),
                rate ? Period.SLIDING : period,
                window,
                zone(zone),
                DayOfWeek.MONDAY,
                thresholds == null ? List.of(80, 100) : thresholds,
                List.of(),
                action,
                shadow);
        try (Session session = Session.open(data.directory());
                Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            publishing.policies(List.of(policy));
        }
        System.out.println("policy " + id + " written");
        return 0;
    }

    @Command(description = "List the policies in force.")
    int list() {
        try (Session session = Session.open(data.directory())) {
            policies(session).values().forEach(policy -> System.out.println(line(policy)));
        }
        return 0;
    }

    @Command(description = "End a policy.")
    int delete(@Parameters(paramLabel = "ID", description = ID) String id) {
        try (Session session = Session.open(data.directory());
                Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            Map<String, Policy> known = policies(session);
            if (!known.containsKey(id)) {
                throw MillraceException.user("POLICY", "policy", id, "one of " + known.keySet());
            }
            publishing.endPolicy(id);
        }
        System.out.println("policy " + id + " ended");
        return 0;
    }

    private static Map<String, Policy> policies(Session session) {
        Map<String, Policy> policies = new TreeMap<>();
        new Records(session.endpoints()).forEach(session.topics().policies(), (record, value) -> {
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if (value == null) {
                policies.remove(id);
            } else {
                policies.put(id, BudgetMapping.fromAvro(value));
            }
        });
        return policies;
    }

    private static String line(Policy policy) {
        return "%-28s %-10s %-9s %-12s %-9s %18s %-9s %-9s %s"
                .formatted(
                        policy.policyId(),
                        policy.kind(),
                        policy.dimension(),
                        policy.value(),
                        policy.measure(),
                        money(policy.measure()) ? new Money(policy.limit()) : policy.limit(),
                        policy.windowSeconds() > 0 ? policy.windowSeconds() + " s" : policy.period(),
                        policy.action(),
                        policy.shadow() ? "shadow" : "");
    }

    private static long amount(Measure measure, String text) {
        try {
            return money(measure) ? Money.parseUsd(text).nanoUsd() : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw MillraceException.user("LIMIT", "--limit", text, "a whole number of " + measure);
        }
    }

    private static boolean money(Measure measure) {
        return measure == Measure.CHARGE || measure == Measure.COST;
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw MillraceException.user("ZONE", "--zone", id, "an IANA zone such as Europe/Berlin");
        }
    }
}
