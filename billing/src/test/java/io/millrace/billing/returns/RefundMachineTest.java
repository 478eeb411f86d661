package io.millrace.billing.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.returns.RefundMachine.Call;
import io.millrace.billing.returns.RefundMachine.Outcome;
import io.millrace.schemas.testing.Trials;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where each answer leads, and that no walk makes a second refund. */
final class RefundMachineTest {
    private static final UUID ID = new UUID(0, 7);

    private static Refund in(RefundState state, int attempt, boolean keyOld, @Nullable String refused) {
        String known = state.isTaken() ? "re_1" : null;
        return new Refund(ID, "acme", "pi_1", 400, state, known, attempt, keyOld, refused, null, 3);
    }

    private static RefundAnswer answer(String name) {
        return switch (name) {
            case "absent" -> new RefundAnswer.Absent();
            case "refused" -> new RefundAnswer.Refused("charge_already_refunded");
            case "later" -> new RefundAnswer.Later("rate_limit");
            case "error" -> new RefundAnswer.Indeterminate("http_500");
            default ->
                new RefundAnswer.Ok(
                        new RefundObject("re_1", RefundObject.Status.valueOf(name), 400, "pi_1", ID.toString(), null));
        };
    }

    private static String show(Outcome outcome) {
        if (outcome instanceof Outcome.Settle settle) {
            return "settle " + settle.refund().state();
        }
        boolean on = outcome instanceof Outcome.GoOn;
        Refund refund = on ? ((Outcome.GoOn) outcome).refund() : ((Outcome.Rest) outcome).refund();
        String refused = refund.refusedCode() == null ? "" : " refused";
        return (on ? "on " : "rest ") + refund.state() + " " + refund.createAttempt() + refused;
    }

    @ParameterizedTest(name = "{0}, key old {1}: {2}")
    @CsvSource({
        "REQUESTED, false, CREATE, SUBMITTED",
        "SUBMITTED, false, CREATE, SUBMITTED",
        "SUBMITTED, true, FIND, SUBMITTED",
        "UNKNOWN, false, FIND, UNKNOWN",
        "UNKNOWN, true, FIND, UNKNOWN",
        "PENDING, false, RETRIEVE, PENDING",
        "SUCCEEDED, true, RETRIEVE, SUCCEEDED"
    })
    void asksForOneThingAndCommitsBeforeItIsMade(RefundState state, boolean keyOld, Call call, RefundState before) {
        Refund refund = in(state, 1, keyOld, null);
        assertThat(RefundMachine.next(refund)).isEqualTo(call);
        assertThat(RefundMachine.before(refund, call).state()).isEqualTo(before);
        assertThat(RefundMachine.before(refund, call).createKey()).isEqualTo(refund.createKey());
    }

    @Test
    void nothingIsAskedForOneThatFailed() {
        assertThatThrownBy(() -> RefundMachine.next(in(RefundState.FAILED, 1, false, null)))
                .hasMessage("refund " + ID + ": FAILED (expected: one that did not fail)");
    }

    @ParameterizedTest(name = "{0} of {1}: {2} leads to {3}")
    @CsvSource({
        "SUBMITTED, CREATE, SUCCEEDED, settle SUCCEEDED",
        "SUBMITTED, CREATE, PENDING, settle PENDING",
        "SUBMITTED, CREATE, FAILED, settle FAILED",
        "SUBMITTED, CREATE, later, rest SUBMITTED 1",
        "SUBMITTED, CREATE, error, rest UNKNOWN 1",
        "SUBMITTED, CREATE, absent, rest UNKNOWN 1",
        "SUBMITTED, CREATE, refused, on UNKNOWN 1 refused",
        "UNKNOWN, FIND, SUCCEEDED, settle SUCCEEDED",
        "UNKNOWN, FIND, later, rest UNKNOWN 1",
        "UNKNOWN, FIND, error, rest UNKNOWN 1",
        "UNKNOWN, FIND, refused, rest UNKNOWN 1",
        "UNKNOWN, FIND, absent, on SUBMITTED 2",
        "SUBMITTED, FIND, absent, on SUBMITTED 2",
        "PENDING, RETRIEVE, SUCCEEDED, settle SUCCEEDED",
        "PENDING, RETRIEVE, FAILED, settle FAILED",
        "PENDING, RETRIEVE, absent, rest PENDING 1",
        "PENDING, RETRIEVE, later, rest PENDING 1"
    })
    void eachAnswerLeadsSomewhere(RefundState state, Call call, String answer, String outcome) {
        assertThat(show(RefundMachine.after(in(state, 1, false, null), call, answer(answer))))
                .isEqualTo(outcome);
    }

    @Test
    void aRefusalFailsOnlyWhenTheListDoesNotHaveIt() {
        Refund refused = in(RefundState.UNKNOWN, 1, false, "charge_already_refunded");
        assertThat(show(RefundMachine.after(refused, Call.FIND, answer("SUCCEEDED"))))
                .isEqualTo("settle SUCCEEDED");
        assertThat(show(RefundMachine.after(refused, Call.FIND, answer("later"))))
                .isEqualTo("rest UNKNOWN 1 refused");
        assertThat(show(RefundMachine.after(refused, Call.FIND, answer("absent"))))
                .isEqualTo("rest FAILED 1 refused");
    }

    @Test
    void attemptsEnd() {
        Refund last = in(RefundState.UNKNOWN, RefundMachine.ATTEMPTS_MAX, false, null);
        assertThat(show(RefundMachine.after(last, Call.FIND, answer("absent")))).isEqualTo("rest FAILED 8");
        Refund before = in(RefundState.UNKNOWN, RefundMachine.ATTEMPTS_MAX - 1, true, null);
        Outcome again = RefundMachine.after(before, Call.FIND, answer("absent"));
        assertThat(show(again)).isEqualTo("on SUBMITTED 8");
        assertThat(((Outcome.GoOn) again).refund().keyOld())
                .as("a new key is not old")
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(RefundState.class)
    void newsNeverGoesBack(RefundState state) {
        assertThat(state.orLater(RefundState.REQUESTED)).isEqualTo(state);
        assertThat(RefundState.REQUESTED.orLater(state)).isEqualTo(state);
    }

    /** A provider that loses answers, answers by errors that it keeps, and forgets keys. */
    private static final class Provider {
        private final RandomGenerator random;
        private @Nullable String keptKey;
        private int made;

        Provider(RandomGenerator random) {
            this.random = random;
        }

        RefundAnswer ask(Refund refund, Call call) {
            if (call != Call.CREATE) {
                return random.nextInt(4) == 0 ? answer("later") : answer(made > 0 ? "SUCCEEDED" : "absent");
            }
            String key = refund.createKey().toString();
            boolean turnedAway = random.nextInt(4) == 0;
            if (turnedAway) {
                return answer(random.nextBoolean() ? "later" : "error");
            }
            if (!key.equals(keptKey)) {
                if (made > 0 && random.nextBoolean()) {
                    return answer("refused");
                }
                made++;
                keptKey = key;
            }
            return answer(random.nextBoolean() ? "SUCCEEDED" : random.nextBoolean() ? "later" : "error");
        }
    }

    @Test
    void whateverIsLostARefundIsMadeOnceAndSettledWhenItIsMade() {
        Trials.run(5_000, random -> {
            Provider provider = new Provider(random);
            Refund refund = in(RefundState.REQUESTED, 1, false, null);
            RefundObject settled = null;
            while (settled == null && refund.state() != RefundState.FAILED) {
                Call call = RefundMachine.next(refund);
                refund = RefundMachine.before(refund, call);
                if (random.nextInt(5) == 0) {
                    provider.ask(refund, call);
                    continue; // it died before the answer
                }
                Outcome outcome = RefundMachine.after(refund, call, provider.ask(refund, call));
                if (outcome instanceof Outcome.Settle settle) {
                    settled = settle.refund();
                } else {
                    refund = outcome instanceof Outcome.GoOn on ? on.refund() : ((Outcome.Rest) outcome).refund();
                }
                refund = random.nextInt(8) == 0 && refund.state() == RefundState.SUBMITTED
                        ? old(refund, provider)
                        : refund;
            }
            assertThat(provider.made).isEqualTo(settled == null ? 0 : 1);
            assertThat(settled == null || Objects.equals(settled.refundId(), ID.toString()))
                    .isTrue();
        });
    }

    /** A day passes. */
    private static Refund old(Refund refund, Provider provider) {
        provider.keptKey = null;
        return new Refund(
                refund.id(),
                refund.workspaceId(),
                refund.paymentIntent(),
                refund.amountCents(),
                refund.state(),
                null,
                refund.createAttempt(),
                true,
                refund.refusedCode(),
                refund.lastError(),
                refund.version());
    }
}
