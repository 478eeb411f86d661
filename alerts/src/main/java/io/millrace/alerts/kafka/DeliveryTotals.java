package io.millrace.alerts.kafka;

/**
 * What one destination did since the start of the process.
 *
 * @param destination its name
 * @param delivered messages it took
 * @param retried tries that are repeated
 * @param undelivered messages given up, those among them that could not be read
 * @param passedOver messages that it did not ask for
 * @param waiting messages that wait for their next try
 * @param oldestMillis how long the oldest of those waits, milliseconds; 0 where none does
 */
public record DeliveryTotals(
        String destination,
        long delivered,
        long retried,
        long undelivered,
        long passedOver,
        long waiting,
        long oldestMillis) {}
