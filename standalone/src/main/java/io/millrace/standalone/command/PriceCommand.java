package io.millrace.standalone.command;

import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.time.Micros;
import io.millrace.standalone.prices.PriceFile;
import io.millrace.standalone.prices.PriceFiles;
import io.millrace.standalone.prices.PriceFormat;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Records;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The price book. */
@Command(name = "price", description = "The price book: import, list.")
public final class PriceCommand {
    private static final int PICO_PER_MILLION_DIGITS = 6;

    @Mixin
    private DataOption data = new DataOption();

    @Command(name = "import", description = "Read prices from a file and publish them.")
    int importFile(
            @Option(
                            names = "--format",
                            defaultValue = "millrace",
                            description = "millrace, litellm or genai-prices (default: ${DEFAULT-VALUE})")
                    String format,
            @Option(names = "--from", description = "day the prices hold from, where the file does not say")
                    LocalDate from,
            @Parameters(paramLabel = "FILE") Path path) {
        PriceFormat known = PriceFormat.parse(format);
        PriceFile file = from == null ? PriceFiles.read(known, path) : PriceFiles.read(known, path, from);
        try (Session session = Session.open(data.directory());
                Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            publishing.prices(file.prices());
        }
        file.refused().forEach(line -> System.out.println("refused " + line));
        System.out.printf(
                "%d prices written, %d refused, %d models without a price per token left out%n",
                file.prices().size(), file.refused().size(), file.skipped());
        return 0;
    }

    @Command(description = "List the prices.")
    int list() {
        Map<String, Price> prices = new TreeMap<>();
        try (Session session = Session.open(data.directory())) {
            new Records(session.endpoints()).forEach(session.topics().prices(), (record, value) -> {
                String id = new String(record.key(), StandardCharsets.UTF_8);
                if (value == null) {
                    prices.remove(id);
                } else {
                    prices.put(id, RatingMapping.fromAvro(value));
                }
            });
        }
        prices.values().forEach(price -> System.out.println(line(price)));
        System.out.println(prices.size() + " prices, US dollars per million units");
        return 0;
    }

    private static String line(Price price) {
        Long until = price.effectiveUntilMicros();
        return "%-52s v%d  from %s%s  %s"
                .formatted(
                        price.priceId(),
                        price.version(),
                        Micros.toInstant(price.effectiveFromMicros()),
                        until == null ? "" : " until " + Micros.toInstant(until),
                        price.rates().stream().map(PriceCommand::rate).collect(Collectors.joining(" ")));
    }

    private static String rate(ComponentRate rate) {
        String dollars = BigDecimal.valueOf(rate.rate().picoUsdPerUnit(), PICO_PER_MILLION_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
        return rate.component()
                + (rate.aboveInputTokens() > 0 ? ">" + rate.aboveInputTokens() : "")
                + (rate.serviceTier() == null ? "" : "/" + rate.serviceTier())
                + (rate.batch() ? "/batch" : "")
                + "=" + dollars;
    }
}
