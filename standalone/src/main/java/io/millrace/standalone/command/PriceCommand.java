package io.millrace.standalone.command;

import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.standalone.prices.MillracePriceWriter;
import io.millrace.standalone.prices.PriceChange;
import io.millrace.standalone.prices.PriceChange.Kind;
import io.millrace.standalone.prices.PriceChanges;
import io.millrace.standalone.prices.PriceFile;
import io.millrace.standalone.prices.PriceFiles;
import io.millrace.standalone.prices.PriceFormat;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.view.PriceView;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The price book. */
@Command(name = "price", description = "The price book: import, export, list.")
public final class PriceCommand {
    @Mixin
    private SystemOption system = new SystemOption();

    @Command(name = "import", description = "Read prices from a file, show what differs from the book, publish it.")
    int importFile(
            @Option(
                            names = "--format",
                            defaultValue = "millrace",
                            description = "millrace, litellm or genai-prices (default: ${DEFAULT-VALUE})")
                    String format,
            @Option(names = "--from", description = "day the prices hold from, where the file does not say")
                    LocalDate from,
            @Option(names = "--dry-run", description = "show the differences and write nothing") boolean dryRun,
            @Option(names = "--force", description = "take rates that jump by more than 10x too") boolean force,
            @Parameters(paramLabel = "FILE") Path path) {
        PriceFormat known = PriceFormat.parse(format);
        PriceFile file = from == null ? PriceFiles.read(known, path) : PriceFiles.read(known, path, from);
        try (Session session = Session.open(system)) {
            List<PriceChange> changes = PriceChanges.between(book(session).values(), file.prices());
            List<PriceChange> taken = changes.stream()
                    .filter(change -> force || change.jumps().isEmpty())
                    .toList();
            if (!dryRun) {
                write(session, taken);
            }
            report(file, changes, taken, dryRun);
        }
        return 0;
    }

    @Command(description = "Write the prices to standard output, in the format that import reads.")
    int export() {
        Collection<Price> prices;
        try (Session session = Session.open(system)) {
            prices = book(session).values();
        }
        MillracePriceWriter.write(prices, new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        return 0;
    }

    @Command(description = "List the prices.")
    int list() {
        Map<String, Price> prices;
        try (Session session = Session.open(system)) {
            prices = book(session);
        }
        prices.values().forEach(price -> System.out.println(PriceView.line(price)));
        System.out.println(prices.size() + " prices, US dollars per million units");
        return 0;
    }

    /** The last good version of each price; one that the metering refuses too is named, so that it can be mended. */
    private static Map<String, Price> book(Session session) {
        Map<String, Price> prices = new TreeMap<>();
        new Records(session.endpoints()).forEach(session.topics().prices(), (record, value) -> {
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if (value == null) {
                prices.remove(id);
            } else {
                read(id, value, System.err::println).ifPresent(price -> prices.put(id, price));
            }
        });
        return prices;
    }

    static Optional<Price> read(String id, io.millrace.avro.Price value, Consumer<String> complaints) {
        try {
            return Optional.of(RatingMapping.fromAvro(value));
        } catch (IllegalArgumentException e) {
            complaints.accept("left out a version of " + id + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void write(Session session, List<PriceChange> changes) {
        try (Publishing publishing = new Publishing(session.endpoints(), session.topics())) {
            publishing.prices(changes.stream()
                    .filter(change -> change.kind() != Kind.UNCHANGED)
                    .map(PriceChange::price)
                    .toList());
        }
    }

    private static void report(PriceFile file, List<PriceChange> changes, List<PriceChange> taken, boolean dryRun) {
        taken.stream()
                .filter(change -> change.kind() != Kind.UNCHANGED)
                .forEach(change -> System.out.println(PriceView.line(change)));
        file.leftOut().forEach(line -> System.out.println("left out " + line));
        file.simplified().forEach(line -> System.out.println("simplified " + line));
        file.refused().forEach(line -> System.out.println("refused " + line));
        changes.stream()
                .filter(change -> !taken.contains(change))
                .flatMap(change -> PriceView.jumps(change).stream())
                .forEach(line -> System.out.println("refused " + line));
        System.out.printf(
                "%d new, %d changed, %d unchanged, %d refused, %d left out, %d parts simplified%s%n",
                count(taken, Kind.NEW),
                count(taken, Kind.CHANGED),
                count(taken, Kind.UNCHANGED),
                file.refused().size() + changes.size() - taken.size(),
                file.leftOut().size(),
                file.simplified().size(),
                dryRun ? "; nothing written (--dry-run)" : "");
    }

    private static long count(List<PriceChange> changes, Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }
}
