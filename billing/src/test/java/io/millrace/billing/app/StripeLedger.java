package io.millrace.billing.app;

import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL for a class of tests, and for each test of it a new database and a new stand-in of Stripe. */
@SuppressWarnings("NullAway.Init")
final class StripeLedger implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private Path directory;
    private TestDatabase database;
    private FakeStripe stripe;
    private DataSource dataSource;
    private int tests;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("stripe-ledger");
        database = TestDatabase.start(directory.resolve("postgres"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        stripe = FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe" + tests++), 0));
        dataSource = database.fresh();
    }

    FakeStripe stripe() {
        return stripe;
    }

    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stripe.close();
        database.release();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        database.close();
        List<Path> deepestFirst;
        try (Stream<Path> found = Files.walk(directory)) {
            deepestFirst = found.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
