package io.millrace.standalone.command;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.access.AclSetup;
import io.millrace.standalone.access.AclTable;
import io.millrace.standalone.stack.Catalogue;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What each service may do at the broker: shown, or set. */
@Command(name = "acl", description = "Show what each service may do at the broker, or set it there: safe to run again.")
public final class AclCommand implements Callable<Integer> {
    @Option(
            names = "--apply",
            paramLabel = "FILE",
            description = "set it, as an administrator: a file of bootstrap.servers, security.protocol, sasl.*, ssl.*")
    private @Nullable Path file;

    @Override
    public Integer call() {
        Path settings = file;
        if (settings == null) {
            System.out.print(AclTable.of(Catalogue.topics()));
            return 0;
        }
        ConfigReader reader = new ConfigReader(values(settings));
        KafkaAccess access = KafkaAccess.read(reader, "");
        reader.finish();
        try (Admin admin = Admin.create(access.properties())) {
            AclSetup.Outcome outcome = AclSetup.apply(admin, Catalogue.topics());
            if (!outcome.enforced()) {
                System.out.println("acls  none set: the broker has no authorizer, so anyone may do everything there");
                return 1;
            }
            System.out.printf(
                    "acls  %d added, %d removed, %d kept%n", outcome.added(), outcome.removed(), outcome.kept());
        }
        return 0;
    }

    private static Map<String, String> values(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw MillraceException.user("ACLS", "--apply", file, "a file that can be read");
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
