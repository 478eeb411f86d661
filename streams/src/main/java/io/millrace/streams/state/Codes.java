package io.millrace.streams.state;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.scope.Dimension;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The constants of an enum by their place in a list of their own: the order in the contract may change, and a name takes more
 * room than all else. New ones are added at the end. Immutable.
 */
final class Codes<E extends Enum<E>> {
    static final Codes<Dimension> DIMENSIONS = new Codes<>(List.of(
            Dimension.WORKSPACE,
            Dimension.TEAM,
            Dimension.USER,
            Dimension.API_KEY,
            Dimension.FEATURE,
            Dimension.MODEL,
            Dimension.PROVIDER,
            Dimension.ENVIRONMENT,
            Dimension.SESSION,
            Dimension.CLIENT_IP));

    static final Codes<Measure> MEASURES =
            new Codes<>(List.of(Measure.CHARGE, Measure.COST, Measure.TOKENS, Measure.REQUESTS));

    static final Codes<Period> PERIODS =
            new Codes<>(List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.LIFETIME, Period.SLIDING));

    static final Codes<Verdict> VERDICTS = new Codes<>(List.of(Verdict.ALLOW, Verdict.THROTTLE, Verdict.BLOCK));

    static final Codes<Reason> REASONS = new Codes<>(List.of(
            Reason.WITHIN_LIMIT,
            Reason.BUDGET_EXHAUSTED,
            Reason.RATE_EXCEEDED,
            Reason.CREDIT_EXHAUSTED,
            Reason.WORKSPACE_SUSPENDED,
            Reason.UNKNOWN,
            Reason.PAYMENT_OVERDUE));

    private final List<E> constants;
    private final Map<E, Integer> codes;

    private Codes(List<E> constants) {
        this.constants = constants;
        codes = new EnumMap<>(constants.get(0).getDeclaringClass());
        for (E constant : constants) {
            codes.put(constant, codes.size());
        }
    }

    int of(E constant) {
        Integer code = codes.get(constant);
        if (code == null) {
            throw Expected.illegal("state constant", constant, "one of " + constants);
        }
        return code;
    }

    E at(int code) {
        if (code < 0 || code >= constants.size()) {
            throw Expected.illegal("state code", code, "0 to " + (constants.size() - 1));
        }
        return constants.get(code);
    }
}
