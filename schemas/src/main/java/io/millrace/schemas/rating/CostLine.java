package io.millrace.schemas.rating;

import io.millrace.schemas.money.Rate;

/** One line of a cost: how many units of what, at which rate. */
public record CostLine(Component component, long units, Rate rate) {}
