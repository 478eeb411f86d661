package io.millrace.billing.statement;

import java.time.Instant;

/**
 * A payment that became credit in the month of a statement. Its tax, where there is any, is on Stripe's own receipt.
 *
 * @param at when it was booked
 * @param cents charged, without tax
 * @param paymentIntent Stripe's id of the payment
 */
public record PaymentRow(Instant at, long cents, String paymentIntent) {}
