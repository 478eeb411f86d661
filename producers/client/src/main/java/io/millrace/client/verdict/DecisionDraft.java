package io.millrace.client.verdict;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.scope.Scope;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A decision on its way into the view: filled in, taken, and filled in again, so that a million of them cost no million
 * of drafts. Keeps its constraints most severe first, as {@link Constraint#MOST_SEVERE_FIRST} has it. Not thread-safe.
 */
final class DecisionDraft {
    private static final int NUMBERS = 4;

    private byte[] key = new byte[0];
    private long version;
    private long asOfMicros;
    private int count;
    private String[] policies = new String[NUMBERS];
    private int[] enums = new int[NUMBERS];
    private Verdict[] verdicts = new Verdict[NUMBERS];
    private long[] numbers = new long[NUMBERS * NUMBERS];

    DecisionDraft begin(Scope scope, long decisionVersion, long reflectsMicros) {
        key = ScopeKey.encode(scope);
        version = decisionVersion;
        asOfMicros = reflectsMicros;
        count = 0;
        return this;
    }

    static DecisionDraft of(Decision decision) {
        DecisionDraft draft = new DecisionDraft().begin(decision.scope(), decision.version(), decision.asOfMicros());
        for (Constraint c : decision.constraints()) {
            draft.enums(c.verdict(), c.reason(), c.measure(), c.window().endMicros() == null);
            draft.add(
                    c.policyId(),
                    c.limit(),
                    c.used(),
                    c.window().startMicros(),
                    c.window().endMicros());
        }
        return draft;
    }

    /** What the enums of the constraint say that is added next. */
    void enums(Verdict verdict, Reason reason, Measure measure, boolean endless) {
        ensureRoom();
        enums[count] = PackedDecision.enums(verdict, reason, measure, endless);
        verdicts[count] = verdict;
    }

    /** Adds a constraint; a null end never comes. */
    void add(String policyId, long limit, long used, long startMicros, @Nullable Long endMicros) {
        policies[count] = policyId;
        numbers[count * NUMBERS] = limit;
        numbers[count * NUMBERS + 1] = used;
        numbers[count * NUMBERS + 2] = startMicros;
        numbers[count * NUMBERS + 3] = endMicros == null ? 0 : endMicros;
        for (int at = count++; at > 0 && comesBefore(at, at - 1); at--) {
            swap(at, at - 1);
        }
    }

    byte[] key() {
        return key;
    }

    long version() {
        return version;
    }

    /** Packs it; each policy id is used once more. */
    byte[] pack(PolicyIds ids) {
        byte[] packed = PackedDecision.allocate(key, count, version, asOfMicros);
        int at = PackedDecision.first(packed);
        for (int i = 0; i < count; i++, at += PackedDecision.CONSTRAINT_BYTES) {
            PackedDecision.set(
                    packed,
                    at,
                    ids.use(policies[i]),
                    enums[i],
                    numbers[i * NUMBERS],
                    numbers[i * NUMBERS + 1],
                    numbers[i * NUMBERS + 2],
                    numbers[i * NUMBERS + 3]);
        }
        return packed;
    }

    private boolean comesBefore(int one, int other) {
        int bySeverity = verdicts[one].compareTo(verdicts[other]);
        if (bySeverity != 0) {
            return bySeverity > 0;
        }
        int byRemaining = Long.compare(remaining(one), remaining(other));
        return byRemaining == 0 ? policies[one].compareTo(policies[other]) < 0 : byRemaining < 0;
    }

    private long remaining(int index) {
        return Math.max(0, numbers[index * NUMBERS] - numbers[index * NUMBERS + 1]);
    }

    private void swap(int one, int other) {
        String policy = policies[one];
        policies[one] = policies[other];
        policies[other] = policy;
        int packedEnums = enums[one];
        enums[one] = enums[other];
        enums[other] = packedEnums;
        Verdict verdict = verdicts[one];
        verdicts[one] = verdicts[other];
        verdicts[other] = verdict;
        for (int i = 0; i < NUMBERS; i++) {
            long number = numbers[one * NUMBERS + i];
            numbers[one * NUMBERS + i] = numbers[other * NUMBERS + i];
            numbers[other * NUMBERS + i] = number;
        }
    }

    private void ensureRoom() {
        if (count == policies.length) {
            policies = Arrays.copyOf(policies, count * 2);
            enums = Arrays.copyOf(enums, count * 2);
            verdicts = Arrays.copyOf(verdicts, count * 2);
            numbers = Arrays.copyOf(numbers, count * 2 * NUMBERS);
        }
    }
}
