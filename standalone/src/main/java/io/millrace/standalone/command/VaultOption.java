package io.millrace.standalone.command;

import io.millrace.privacy.postgres.PostgresVault;
import io.millrace.privacy.vault.Lookup;
import io.millrace.privacy.vault.MasterKeys;
import io.millrace.privacy.vault.Vault;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The vault's secrets, where gateways seal: without them a subject is known by its pseudonym alone. */
final class VaultOption {
    @Option(
            names = "--vault-master-keys",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "where gateways seal: the vault's master keys")
    private @Nullable Path masterKeys;

    @Option(
            names = "--vault-lookup-key",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "where gateways seal: the vault's lookup key")
    private @Nullable Path lookupKey;

    /** Null where neither is given. */
    @Nullable
    Vault vault(DataSource dataSource) {
        if (masterKeys == null && lookupKey == null) {
            return null;
        }
        if (masterKeys == null || lookupKey == null) {
            throw MillraceException.user("VAULT", "vault", "one of its two files", "master keys and lookup key");
        }
        return new PostgresVault(dataSource, MasterKeys.of(secret(masterKeys)), new Lookup(secret(lookupKey)));
    }

    private static Secret secret(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            String message = Expected.message("vault file", file, "a file that can be read");
            throw new MillraceException(ErrorKind.USER, "VAULT", message, e);
        }
    }
}
