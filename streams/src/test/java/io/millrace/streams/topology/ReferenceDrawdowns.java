package io.millrace.streams.topology;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Drawdowns out of a list of all records since the last one, summed anew by name whenever one is due. */
final class ReferenceDrawdowns {
    private record Entry(Usage usage, Money charge, Money cost) {}

    final List<Drawdown> written = new ArrayList<>();
    private final Workspace workspace;
    private final List<Entry> waiting = new ArrayList<>();
    private BigInteger costOwed = BigInteger.ZERO;
    private long sequence;

    ReferenceDrawdowns(Workspace workspace) {
        this.workspace = workspace;
    }

    void add(Usage usage, Money charge, Money cost) {
        if (!waiting.isEmpty()
                && !monthOf(waiting.get(waiting.size() - 1).usage).equals(monthOf(usage))) {
            flush();
        }
        waiting.add(new Entry(usage, charge, cost));
    }

    void flush() {
        Map<String, BigInteger> charges = new TreeMap<>();
        Map<String, BigInteger> costs = new TreeMap<>();
        Map<String, Long> records = new TreeMap<>();
        for (Entry entry : waiting) {
            String name = nameOf(entry.usage);
            charges.merge(name, BigInteger.valueOf(entry.charge.nanoUsd()), BigInteger::add);
            costs.merge(name, BigInteger.valueOf(entry.cost.nanoUsd()), BigInteger::add);
            records.merge(name, 1L, Long::sum);
        }
        BigInteger charge = sum(charges);
        if (waiting.isEmpty() || charge.signum() < 0) {
            return;
        }
        takeOff(charges, BigInteger.ZERO);
        costOwed = takeOff(costs, costOwed);
        List<DrawdownLine> lines = new ArrayList<>();
        records.forEach((name, count) -> {
            String[] parts = name.split(" ", -1);
            lines.add(new DrawdownLine(
                    parts[0],
                    parts[1],
                    parts[2].isEmpty() ? null : parts[2],
                    money(charges, name),
                    money(costs, name),
                    count));
        });
        sequence++;
        written.add(new Drawdown(
                Drawdown.idOf(workspace.workspaceId(), sequence),
                workspace.workspaceId(),
                sequence,
                new Money(charge.longValueExact()),
                new Money(sum(costs).longValueExact()),
                waiting.size(),
                waiting.stream()
                        .mapToLong(entry -> entry.usage.occurredAtMicros())
                        .min()
                        .orElseThrow(),
                waiting.stream()
                        .mapToLong(entry -> entry.usage.occurredAtMicros())
                        .max()
                        .orElseThrow(),
                workspace.zone(),
                lines));
        waiting.clear();
    }

    /** Lines below 0 become 0, and the others pay for it in order. What none could pay, 0 or more. */
    private static BigInteger takeOff(Map<String, BigInteger> lines, BigInteger owedBefore) {
        BigInteger owed = owedBefore;
        for (BigInteger amount : lines.values()) {
            owed = owed.add(amount.negate().max(BigInteger.ZERO));
        }
        lines.replaceAll((name, amount) -> amount.max(BigInteger.ZERO));
        for (Map.Entry<String, BigInteger> line : lines.entrySet()) {
            BigInteger paid = owed.min(line.getValue());
            line.setValue(line.getValue().subtract(paid));
            owed = owed.subtract(paid);
        }
        return owed;
    }

    private static BigInteger sum(Map<String, BigInteger> lines) {
        return lines.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Money money(Map<String, BigInteger> lines, String name) {
        return new Money(lines.getOrDefault(name, BigInteger.ZERO).longValueExact());
    }

    private static String nameOf(Usage usage) {
        String feature = usage.attribution().feature();
        return usage.call().provider() + " " + usage.call().modelServed() + " " + (feature == null ? "" : feature);
    }

    private YearMonth monthOf(Usage usage) {
        return YearMonth.from(Micros.toInstant(usage.occurredAtMicros()).atZone(workspace.zone()));
    }
}
