package io.millrace.standalone.audit;

import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.audit.Check.Figure;
import io.millrace.standalone.audit.Check.Unit;
import io.millrace.standalone.stack.Records;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The conservation sums of DESIGN §5, each taken from its own store by its own code:
 * usage = metered + corrections + refused + repeated; metered = rated = usage_event = minutes = hours = days;
 * charges = drawdowns = ledger postings; paid grants = Stripe's own list; alerts, decisions and refusals of the topics = rows.
 */
public final class Audit {
    static final String METERED_RECORDS = "metered records";

    private final Records kafka;
    private final Topics topics;
    private final DatabaseSums database;

    public Audit(Records kafka, Topics topics, DatabaseSums database) {
        this.kafka = kafka;
        this.topics = topics;
        this.database = database;
    }

    public AuditReport run() {
        UsageScan usage = UsageScan.of(kafka, topics);
        RatedScan rated = RatedScan.of(kafka, topics);
        Map<String, Sums> rollups = database.usageSums();
        List<Check> checks = new ArrayList<>();
        checks.add(check(
                "usage records",
                Unit.RECORDS,
                new Figure("usage topic", usage.records()),
                new Figure(
                        "metered + corrections + refused + repeated",
                        usage.metered().records() + usage.corrections() + usage.rejected() + usage.repeats())));
        checks.add(along(METERED_RECORDS, Unit.RECORDS, usage, rated, rollups, Sums::records));
        checks.add(along("input tokens", Unit.TOKENS, usage, rated, rollups, Sums::inputTokens));
        checks.add(along("output tokens", Unit.TOKENS, usage, rated, rollups, Sums::outputTokens));
        checks.add(along("cached tokens", Unit.TOKENS, usage, rated, rollups, Sums::cachedTokens));
        checks.add(along("cost", Unit.NANO_USD, null, rated, rollups, Sums::costNanoUsd));
        checks.add(along("charge", Unit.NANO_USD, null, rated, rollups, Sums::chargeNanoUsd));
        checks.add(check(
                "rated records",
                Unit.RECORDS,
                new Figure("rated", rated.records()),
                new Figure("usage_event", database.storedRows())));
        checks.addAll(charging(rated, DrawnScan.of(kafka, topics), database.ledgerSums()));
        checks.addAll(signals(SignalSums.of(kafka, topics), database.signalSums()));
        return new AuditReport(checks);
    }

    private static List<Check> charging(RatedScan rated, DrawnScan drawn, LedgerSums ledger) {
        return List.of(
                check(
                        "drawn records",
                        Unit.RECORDS,
                        new Figure("rated", rated.records()),
                        new Figure("drawdowns", drawn.records())),
                check(
                        "drawdowns",
                        Unit.RECORDS,
                        new Figure("drawdowns", drawn.drawdowns()),
                        new Figure("ledger", ledger.drawdowns())),
                check(
                        "drawn charge",
                        Unit.NANO_USD,
                        new Figure(
                                "rated + carried",
                                rated.sums().chargeNanoUsd() + rated.carriedNanoUsd(drawn.charges())),
                        new Figure("drawdowns", drawn.chargeNanoUsd()),
                        new Figure("ledger postings", ledger.postedNanoUsd())),
                check(
                        "transfers",
                        Unit.NANO_USD,
                        new Figure("debits", ledger.debitsNanoUsd()),
                        new Figure("credits", ledger.creditsNanoUsd())),
                check(
                        "card payments",
                        Unit.CENTS,
                        new Figure("paid grants", ledger.paidGrantCents()),
                        new Figure("stripe's list", ledger.stripeCents())),
                check(
                        "ledger faults",
                        Unit.RECORDS,
                        new Figure("expected", 0),
                        new Figure("found", ledger.differences())));
    }

    private static List<Check> signals(SignalSums said, SignalSums stored) {
        return List.of(
                check(
                        "alerts",
                        Unit.RECORDS,
                        new Figure("alerts topic", said.alerts()),
                        new Figure("budget_alert", stored.alerts())),
                check(
                        "scopes decided",
                        Unit.RECORDS,
                        new Figure("decisions topic", said.scopes()),
                        new Figure("budget_state", stored.scopes())),
                check(
                        "refusals",
                        Unit.RECORDS,
                        new Figure("rejected topic", said.refusals()),
                        new Figure("rejected_record", stored.refusals())));
    }

    private static Check along(
            String name,
            Unit unit,
            @Nullable UsageScan usage,
            RatedScan rated,
            Map<String, Sums> rollups,
            ToLongFunction<Sums> quantity) {
        Map<String, Sums> path = new LinkedHashMap<>();
        if (usage != null) {
            path.put("usage topic", usage.metered());
        }
        path.put("rated", rated.sums());
        path.putAll(rollups);
        return new Check(
                name,
                unit,
                path.entrySet().stream()
                        .map(store -> new Figure(store.getKey(), quantity.applyAsLong(store.getValue())))
                        .toList());
    }

    private static Check check(String name, Unit unit, Figure... figures) {
        return new Check(name, unit, List.of(figures));
    }
}
