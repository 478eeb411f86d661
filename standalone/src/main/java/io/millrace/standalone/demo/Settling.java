package io.millrace.standalone.demo;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.audit.DatabaseSums;
import io.millrace.standalone.audit.DrawnScan;
import io.millrace.standalone.audit.RatedScan;
import io.millrace.standalone.audit.SignalSums;
import io.millrace.standalone.stack.Records;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits, once all usage is metered, until the stores downstream have it: rows and rollups, postings, card payments that
 * are under way, and alerts, decisions and refusals. Gives up after a minute without any progress; the audit then says what is missing.
 */
public final class Settling {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 100;

    private final Records kafka;
    private final Topics topics;
    private final DatabaseSums database;
    private final BooleanSupplier chargesPending;
    private final Clock clock;

    public Settling(Records kafka, Topics topics, DatabaseSums database, BooleanSupplier chargesPending, Clock clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.database = database;
        this.chargesPending = chargesPending;
        this.clock = clock;
    }

    /** Until every store has so many calls. */
    public void await(long calls) throws InterruptedException {
        long lastProgressNanos = clock.tickNanos();
        long last = -1;
        while (clock.tickNanos() - lastProgressNanos < PATIENCE.toNanos()) {
            long stored = database.storedRecords();
            DrawnScan drawn = DrawnScan.of(kafka, topics);
            long posted = database.postedDrawdowns();
            boolean charged = drawn.records() >= calls && posted >= drawn.drawdowns();
            if (stored >= calls
                    && charged
                    && !chargesPending.getAsBoolean()
                    && everyRecordArrived(drawn)
                    && everySignalArrived()) {
                return;
            }
            if (stored + drawn.records() + posted != last) {
                last = stored + drawn.records() + posted;
                lastProgressNanos = clock.tickNanos();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Corrections change no number of calls, so they are looked for by themselves. */
    private boolean everyRecordArrived(DrawnScan drawn) {
        long rated = RatedScan.of(kafka, topics).records();
        return drawn.records() >= rated && database.storedRows() >= rated;
    }

    private boolean everySignalArrived() {
        return SignalSums.of(kafka, topics).equals(database.signalSums());
    }
}
