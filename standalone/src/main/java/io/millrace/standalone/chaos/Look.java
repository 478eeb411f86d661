package io.millrace.standalone.chaos;

/**
 * How far the pipeline was at a moment. Each figure was read after those before it, so that what is behind cannot look ahead.
 *
 * @param atMillis when the look began, milliseconds after the load began
 * @param gatewayMillis when the next thing is due that the gateway has not taken yet, milliseconds after the load began
 * @param usageEnd ends of the usage topic, summed
 * @param metered positions of the metering in it, summed
 * @param rated records of the rated topic
 * @param stored rows of calls in the database
 * @param drawn drawdowns in Kafka
 * @param posted drawdowns in the ledger
 * @param alerts records of the alerts topic
 * @param delivered alerts that the receiver has
 */
record Look(
        long atMillis,
        long gatewayMillis,
        long usageEnd,
        long metered,
        long rated,
        long stored,
        long drawn,
        long posted,
        long alerts,
        long delivered) {}
