package io.millrace.standalone.command;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.error.MillraceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The signs of abuse that a policy also watches for; each is off unless its first option is given. */
final class AbuseOptions {
    @Option(names = "--spike", paramLabel = "PERCENT", description = "alert: an hour's use, of the mean of 24 hours")
    private @Nullable Integer spike;

    @Option(names = "--spike-min", paramLabel = "AMOUNT", description = "less in an hour is no spike (with --spike)")
    private @Nullable String spikeMin;

    @Option(
            names = "--spike-history",
            paramLabel = "HOURS",
            defaultValue = "6",
            description = "hours that must be known first (default: ${DEFAULT-VALUE})")
    private int spikeHistory;

    @Option(names = "--addresses", paramLabel = "N", description = "alert: more distinct client addresses in a day")
    private @Nullable Integer addresses;

    @Option(names = "--errors", paramLabel = "N", description = "alert: more failed calls in the window")
    private @Nullable Integer errors;

    @Option(
            names = "--errors-percent",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description = "and more than this of the requests (default: ${DEFAULT-VALUE})")
    private int errorsPercent;

    @Option(
            names = "--errors-window",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "length of the window (default: ${DEFAULT-VALUE})")
    private int errorsWindow;

    AbuseSignals signals(Measure measure) {
        return new AbuseSignals(
                spike == null ? null : new SpikeSignal(spike, spikeMin(measure), spikeHistory),
                addresses == null ? null : new AddressSignal(addresses),
                errors == null ? null : new ErrorSignal(errors, errorsPercent, errorsWindow));
    }

    private long spikeMin(Measure measure) {
        if (spikeMin == null) {
            throw MillraceException.user("SPIKE", "--spike-min", null, "an amount, where --spike is given");
        }
        return PolicyAmounts.parse("--spike-min", measure, spikeMin);
    }
}
