package io.millrace.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.plan.PlanLimit;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.scope.Dimension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanLimitTextTest {
    @Test
    void limitsAreReadAsTheyAreWritten() {
        assertThat(PlanLimitText.parse("CHARGE:500.25:MONTH:BLOCK"))
                .isEqualTo(new PlanLimit(
                        Dimension.WORKSPACE, Measure.CHARGE, 500_250_000_000L, Period.MONTH, 0, Action.BLOCK));
        assertThat(PlanLimitText.parse("REQUESTS:60:90s:THROTTLE:API_KEY"))
                .isEqualTo(new PlanLimit(Dimension.API_KEY, Measure.REQUESTS, 60, Period.SLIDING, 90, Action.THROTTLE));
        assertThat(PlanLimitText.text(PlanLimitText.parse("TOKENS:7:DAY:NOTIFY")))
                .isEqualTo("TOKENS:7:DAY:NOTIFY:WORKSPACE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CHARGE",
                "CHARGE:5:MONTH",
                "CHARGES:5:MONTH:BLOCK",
                "CHARGE:5:xs:BLOCK",
                "CHARGE:5:MONTH:BLOCK:X:Y"
            })
    void whatIsNoLimitIsRefusedWithTheRule(String text) {
        assertThatThrownBy(() -> PlanLimitText.parse(text))
                .hasMessageStartingWith("--limit: " + text + " (expected: MEASURE:AMOUNT");
    }
}
