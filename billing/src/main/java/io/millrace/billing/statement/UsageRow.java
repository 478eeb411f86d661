package io.millrace.billing.statement;

import io.millrace.schemas.money.Money;

/**
 * Usage of one model by one feature in the month of a statement.
 *
 * @param provider empty where the drawdown did not tell
 * @param model empty where the drawdown did not tell
 * @param feature empty for calls without one
 * @param records rated records; a correction is one
 * @param charge from $0
 */
public record UsageRow(String provider, String model, String feature, long records, Money charge) {}
