package io.millrace.standalone.chaos.load;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.FaultKind;
import io.millrace.standalone.stack.Endpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the process of the gateway needs to know. Immutable.
 *
 * @param spool directory of its spool
 * @param acknowledged file of what it told its callers
 * @param done file that it makes when everything is with Kafka
 * @param startMicros when the load begins, microseconds since the epoch
 * @param clock the times at which its clock is wrong
 */
public record GatewaySetup(
        String kafka,
        String registry,
        Path spool,
        Path acknowledged,
        Path done,
        ChaosSettings settings,
        long startMicros,
        List<Fault> clock) {
    /** As the clock's faults name it. */
    public static final String COMPONENT = "gateway";

    private static final String BETWEEN_FAULTS = ",";
    private static final String BETWEEN_NUMBERS = ":";

    public GatewaySetup {
        clock = List.copyOf(clock);
    }

    /** @param directory below which its files are */
    public static GatewaySetup of(Path directory, ChaosSettings settings, long startMicros, List<Fault> plan) {
        List<Fault> clock = plan.stream()
                .filter(fault ->
                        fault.kind() == FaultKind.CLOCK && fault.component().equals(COMPONENT))
                .toList();
        return new GatewaySetup(
                "",
                "",
                directory.resolve("spool"),
                directory.resolve("acknowledged"),
                directory.resolve("done"),
                settings,
                startMicros,
                clock);
    }

    /** The same with other servers. */
    public GatewaySetup seeing(Endpoints servers) {
        return new GatewaySetup(
                servers.kafka(), servers.registry(), spool, acknowledged, done, settings, startMicros, clock);
    }

    public ChaosLoad load() {
        return new ChaosLoad(settings, startMicros, clock);
    }

    /** As {@link #read} takes it. */
    public Map<String, String> toTexts() {
        return Map.of(
                "kafka",
                kafka,
                "registry",
                registry,
                "spool",
                spool.toString(),
                "acknowledged",
                acknowledged.toString(),
                "done",
                done.toString(),
                "minutes",
                Integer.toString(settings.minutes()),
                "seed",
                Long.toString(settings.seed()),
                "rate",
                Integer.toString(settings.rate()),
                "start",
                Long.toString(startMicros),
                "clock",
                clock.stream().map(GatewaySetup::text).collect(Collectors.joining(BETWEEN_FAULTS)));
    }

    static GatewaySetup read(Map<String, String> texts) {
        ConfigReader reader = new ConfigReader(texts);
        ChaosSettings settings = new ChaosSettings(
                Integer.parseInt(reader.text("minutes", null)),
                Long.parseLong(reader.text("seed", null)),
                Integer.parseInt(reader.text("rate", null)),
                FaultKind.parse(FaultKind.all()));
        GatewaySetup setup = new GatewaySetup(
                reader.text("kafka", null),
                reader.text("registry", null),
                Path.of(reader.text("spool", null)),
                Path.of(reader.text("acknowledged", null)),
                Path.of(reader.text("done", null)),
                settings,
                Long.parseLong(reader.text("start", null)),
                clock(reader.text("clock", "")));
        reader.finish();
        return setup;
    }

    private static String text(Fault fault) {
        return fault.atMillis() + BETWEEN_NUMBERS + fault.lastsMillis() + BETWEEN_NUMBERS + fault.amount();
    }

    private static List<Fault> clock(String texts) {
        List<Fault> faults = new ArrayList<>();
        for (String text : texts.isEmpty() ? List.<String>of() : List.of(texts.split(BETWEEN_FAULTS, -1))) {
            List<Long> numbers = List.of(text.split(BETWEEN_NUMBERS, -1)).stream()
                    .map(Long::valueOf)
                    .toList();
            faults.add(new Fault(
                    faults.size() + 1, numbers.get(0), FaultKind.CLOCK, COMPONENT, numbers.get(1), numbers.get(2)));
        }
        return faults;
    }
}
