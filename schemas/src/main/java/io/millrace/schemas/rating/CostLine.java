package io.millrace.schemas.rating;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rule.Require;

/**
 * One line of a cost: units times rate.
 *
 * @param component what was rated
 * @param units how many units of the component, from 0
 * @param rate per unit
 */
public record CostLine(Component component, long units, Rate rate) {
    public CostLine {
        Require.atLeast("rated.lines.units", units, 0);
    }
}
