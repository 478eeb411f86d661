package io.millrace.standalone.command;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Partitions;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Records;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Budgets and rate limits. */
@Command(name = "policy", description = "Budgets and rate limits: put, raise, list, delete.")
public final class PolicyCommand {
    private static final String ID = "workspace id, a slash, a name: acme/daily";

    @Mixin
    private SystemOption system = new SystemOption();

    @Command(description = "Make a policy, or replace all of one; it takes effect at once.")
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
            @Option(names = "--first-day", defaultValue = "MONDAY", description = "${COMPLETION-CANDIDATES}")
                    DayOfWeek firstDay,
            @Option(names = "--thresholds", split = ",", description = "percent of the limit that raise an alert")
                    List<Integer> thresholds,
            @Option(names = "--action", defaultValue = "NOTIFY", description = "${COMPLETION-CANDIDATES}")
                    Action action,
            @Option(names = "--shadow", description = "alerts, but no verdict") boolean shadow,
            @Mixin AbuseOptions abuse) {
        boolean rate = window > 0;
        Policy policy = new Policy(
                id,
                Partitions.workspaceOfPolicy(id),
                rate ? PolicyKind.RATE_LIMIT : PolicyKind.BUDGET,
                dimension,
                value,
                measure,
                PolicyAmounts.parse("--limit", measure, limit),
                rate ? Period.SLIDING : period,
                window,
                zone(zone),
                firstDay,
                thresholds == null ? List.of(80, 100) : thresholds,
                List.of(),
                action,
                shadow,
                List.of(),
                abuse.signals(measure));
        try (Session session = Session.open(system);
                Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            publishing.policies(List.of(policy));
        }
        System.out.println("policy " + id + " written");
        return 0;
    }

    @Command(description = "Increase the limit of a policy for a while. Increases in force at the same time add up.")
    int raise(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--by", required = true, description = "US dollars, tokens or requests") String amount,
            @Option(names = "--from", description = "2026-12-01T00:00:00Z (default: now)") @Nullable String from,
            @Option(names = "--until", required = true, description = "2026-12-08T00:00:00Z, exclusive") String until) {
        long fromMicros = from == null ? new SystemClock().nowMicros() : instant("--from", from);
        long untilMicros = instant("--until", until);
        try (Session session = Session.open(system);
                Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            Policy policy = known(session, id);
            List<LimitIncrease> increases = new ArrayList<>(policy.increases());
            increases.add(
                    new LimitIncrease(PolicyAmounts.parse("--by", policy.measure(), amount), fromMicros, untilMicros));
            Policy raised = policy.withIncreases(increases);
            publishing.policies(List.of(raised));
            System.out.println(PolicyAmounts.line(raised));
        }
        return 0;
    }

    @Command(description = "List the policies in force.")
    int list() {
        try (Session session = Session.open(system)) {
            policies(session).values().forEach(policy -> System.out.println(PolicyAmounts.line(policy)));
        }
        return 0;
    }

    @Command(description = "End a policy.")
    int delete(@Parameters(paramLabel = "ID", description = ID) String id) {
        try (Session session = Session.open(system);
                Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            publishing.endPolicy(known(session, id).policyId());
        }
        System.out.println("policy " + id + " ended");
        return 0;
    }

    private static Policy known(Session session, String id) {
        Map<String, Policy> known = policies(session);
        Policy policy = known.get(id);
        if (policy == null) {
            throw MillraceException.user("POLICY", "policy", id, "one of " + known.keySet());
        }
        return policy;
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

    private static long instant(String option, String text) {
        try {
            return Micros.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw MillraceException.user("INSTANT", option, text, "an instant such as 2026-12-01T00:00:00Z");
        }
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw MillraceException.user("ZONE", "--zone", id, "an IANA zone such as Europe/Berlin");
        }
    }
}
