package io.millrace.standalone.command;

import io.millrace.billing.plan.PlanLimit;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.scope.Dimension;
import java.util.ArrayList;
import java.util.List;

/** A limit of a plan as people write it: {@code CHARGE:500:MONTH:BLOCK}, {@code REQUESTS:60:60s:THROTTLE:API_KEY}. */
final class PlanLimitText {
    static final String RULE = "MEASURE:AMOUNT:PERIOD:ACTION[:DIMENSION], such as CHARGE:500:MONTH:BLOCK or"
            + " REQUESTS:60:60s:THROTTLE:API_KEY; may be given several times";

    private static final int PARTS_MIN = 4;
    private static final int PARTS_MAX = 5;

    private PlanLimitText() {}

    static PlanLimit parse(String text) {
        List<String> parts = parts(text);
        if (parts.size() < PARTS_MIN || parts.size() > PARTS_MAX) {
            throw refused(text);
        }
        Measure measure = one(Measure.class, parts.get(0), text);
        String span = parts.get(2);
        boolean sliding = span.endsWith("s");
        return new PlanLimit(
                parts.size() == PARTS_MAX ? one(Dimension.class, parts.get(4), text) : Dimension.WORKSPACE,
                measure,
                PolicyAmounts.parse("--limit", measure, parts.get(1)),
                sliding ? Period.SLIDING : one(Period.class, span, text),
                sliding ? seconds(span, text) : 0,
                one(Action.class, parts.get(3), text));
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(':'); at >= 0; at = text.indexOf(':', from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static int seconds(String span, String text) {
        try {
            return Integer.parseInt(span.substring(0, span.length() - 1));
        } catch (NumberFormatException e) {
            throw refused(text);
        }
    }

    private static <E extends Enum<E>> E one(Class<E> type, String name, String text) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
    }

    private static MillraceException refused(String text) {
        return MillraceException.user("LIMIT", "--limit", text, RULE);
    }

    static String text(PlanLimit limit) {
        return String.join(
                ":",
                limit.measure().name(),
                PolicyAmounts.text(limit.measure(), limit.limit()),
                limit.period() == Period.SLIDING
                        ? limit.windowSeconds() + "s"
                        : limit.period().name(),
                limit.action().name(),
                limit.dimension().name());
    }
}
