package io.millrace.standalone.command;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.api.ApiKey;
import io.millrace.billing.api.KeyHashes;
import io.millrace.billing.api.KeyText;
import io.millrace.billing.api.KnownKeys.Known;
import io.millrace.billing.api.Scope;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.api.ApiKeyStore;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.stack.ApiPepper;
import io.millrace.standalone.stack.BillingAccess;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keys of the billing API. */
@Command(name = "key", description = "Keys of the billing API: create, list, revoke.")
public final class KeyCommand {
    private static final String PASSWORD = "MILLRACE_DATABASE_PASSWORD";
    private static final String PEPPER = "MILLRACE_API_KEY_PEPPER";

    @Mixin
    private SystemOption system = new SystemOption();

    @Option(names = "--url", description = "JDBC URL (default: the database of the data directory)")
    private @Nullable String url;

    @Option(
            names = "--user",
            description = "who logs in there; password in " + PASSWORD + ", api.key.pepper in " + PEPPER)
    private @Nullable String user;

    @Command(description = "Make a key and print it, this once: it is kept as a hash.")
    int create(
            @Parameters(paramLabel = "NAME", description = "what it is for") String name,
            @Option(
                            names = "--scope",
                            required = true,
                            split = ",",
                            description = "credits:read, credits:write, reconciliation:read; one or more")
                    List<String> scopes,
            @Option(names = "--workspace", description = "the only one it opens (default: all)") @Nullable
                    String workspace,
            @Option(names = "--expires", description = "day or instant (default: never)") @Nullable String expires) {
        KeyText text = KeyText.generate(new SecureRandom());
        ApiKey key = new ApiKey(
                text.prefix(),
                name,
                workspace,
                scopes.stream().map(Scope::of).collect(Collectors.toSet()),
                expires == null ? null : GrantOptions.microsOr(0, "--expires", expires));
        onKeys(keys -> keys.add(key, new KeyHashes(List.of(pepper())).hash(text)));
        System.out.println(text.text().reveal());
        return 0;
    }

    @Command(description = "Show all keys, without their secrets.")
    int list() {
        onKeys(keys -> keys.list().forEach(KeyCommand::print));
        return 0;
    }

    private static void print(Known known) {
        ApiKey key = known.key();
        System.out.printf(
                "mr_%s  %-8s %-20s workspace %-20s expires %-12s %s%n",
                key.prefix(),
                known.usable() ? "in use" : "ended",
                key.name(),
                Objects.requireNonNullElse(key.workspace(), "all"),
                GrantOptions.time(Objects.requireNonNullElse(key.expiresAtMicros(), Grant.NEVER)),
                key.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(",")));
    }

    @Command(description = "End a key; the next request with it is refused.")
    int revoke(@Parameters(paramLabel = "PREFIX", description = "as `key list` shows it") String prefix) {
        String bare = prefix.startsWith("mr_") ? prefix.substring("mr_".length()) : prefix;
        onKeys(keys -> {
            if (!keys.revoke(bare)) {
                throw MillraceException.user("UNKNOWN_KEY", "key", prefix, "the prefix of one that is not revoked");
            }
        });
        System.out.println("revoked mr_" + bare);
        return 0;
    }

    private Secret pepper() {
        if (url == null) {
            return ApiPepper.of(system.secrets());
        }
        return new Secret(Objects.requireNonNullElse(System.getenv(PEPPER), ""));
    }

    private void onKeys(Consumer<ApiKeyStore> work) {
        if (url == null ^ user == null) {
            throw MillraceException.user("USER", "--user", String.valueOf(user), "--url and --user, or neither");
        }
        if (url == null) {
            try (Session session = Session.open(system);
                    BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
                work.accept(new ApiKeyStore(billing.dataSource()));
            }
            return;
        }
        Secret password = new Secret(Objects.requireNonNullElse(System.getenv(PASSWORD), ""));
        try (HikariDataSource database = BillingDatabase.open(url, Objects.requireNonNull(user), password)) {
            work.accept(new ApiKeyStore(database));
        }
    }
}
