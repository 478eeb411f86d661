package io.millrace.billing.app;

import io.millrace.billing.dunning.DunningSettings;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.time.Duration;

/** The ladder's settings out of texts such as {@code dunning.throttle.days}. */
final class DunningTexts {
    private static final String THROTTLE = "dunning.throttle.days";

    private DunningTexts() {}

    /** Problems are the reader's to report. */
    static DunningSettings read(ConfigReader reader) {
        int most = DunningSettings.DAYS_MAX;
        int throttle = reader.integer(THROTTLE, DunningSettings.THROTTLE_DAYS_DEFAULT, 0, most);
        int suspend = reader.integer("dunning.suspend.days", DunningSettings.SUSPEND_DAYS_DEFAULT, 0, most);
        boolean ended = reader.flag("dunning.suspend.ended", true);
        if (throttle > suspend) {
            reader.problem(Expected.message(THROTTLE, throttle, "at most dunning.suspend.days " + suspend));
            return DunningSettings.DEFAULTS;
        }
        return new DunningSettings(Duration.ofDays(throttle), Duration.ofDays(suspend), ended);
    }
}
