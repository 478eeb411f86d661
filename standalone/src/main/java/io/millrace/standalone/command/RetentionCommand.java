package io.millrace.standalone.command;

import io.millrace.privacy.postgres.LegalHolds;
import io.millrace.privacy.postgres.PrivacyDatabase;
import io.millrace.privacy.postgres.RetentionRun;
import io.millrace.privacy.retention.PolicyReader;
import io.millrace.privacy.retention.RetentionLine;
import io.millrace.privacy.retention.RetentionPolicy;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.view.RetentionView;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is kept for how long. */
@Command(name = "retention", description = "Show what is older than a policy keeps, let it go, or hold it.")
public final class RetentionCommand {
    private static final String POLICY = "file of the policy, such as deploy/retention.conf";

    @Mixin
    private SystemOption system = new SystemOption();

    @FunctionalInterface
    private interface Work {
        List<RetentionLine> of(RetentionRun run) throws SQLException;
    }

    @Command(description = "Show what would go. Changes nothing.")
    int plan(@Option(names = "--policy", required = true, paramLabel = "FILE", description = POLICY) Path file) {
        return run(file, RetentionRun::plan);
    }

    @Command(description = "Let go what the plan shows; safe to run again.")
    int apply(@Option(names = "--policy", required = true, paramLabel = "FILE", description = POLICY) Path file) {
        return run(file, RetentionRun::apply);
    }

    @Command(description = "Keep everything of a workspace until it is released.")
    int hold(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Option(names = "--reason", required = true, description = "why") String reason,
            @Option(names = "--by", required = true, description = "who says so") String who) {
        Require.workspaceId("workspace", workspace);
        long now = new SystemClock().nowMicros();
        return say(
                workspace, owner(c -> LegalHolds.hold(c, workspace, reason, who, now)) ? "held" : "was held already");
    }

    @Command(description = "End the hold of a workspace.")
    int release(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        return say(workspace, owner(c -> LegalHolds.release(c, workspace)) ? "released" : "was not held");
    }

    private static int say(String workspace, String what) {
        System.out.println(workspace + "  " + what);
        return 0;
    }

    private int run(Path file, Work work) {
        RetentionPolicy policy = PolicyReader.read(values(file));
        try (Session session = Session.open(system)) {
            Map<String, String> classes = classes(session);
            long now = new SystemClock().nowMicros();
            System.out.print(RetentionView.text(
                    owner(session.endpoints(), c -> work.of(new RetentionRun(c, policy, classes, now)))));
        }
        return 0;
    }

    private static Map<String, String> classes(Session session) {
        Map<String, String> classes = new HashMap<>();
        new Records(session.endpoints()).forEach(session.topics().workspaces(), (record, value) -> {
            String workspace = new String(record.key(), StandardCharsets.UTF_8);
            if (value == null) {
                classes.remove(workspace);
            } else {
                classes.put(workspace, value.getRetentionClass());
            }
        });
        return classes;
    }

    private <T> T owner(DatabaseAccess.Query<T> query) {
        try (Session session = Session.open(system)) {
            return owner(session.endpoints(), query);
        }
    }

    private static <T> T owner(Endpoints endpoints, DatabaseAccess.Query<T> query) {
        PrivacyDatabase.migrate(endpoints.jdbcUrl(), Login.OWNER.role(), endpoints.password(Login.OWNER));
        try (DatabaseAccess access = DatabaseAccess.open(endpoints, Login.OWNER)) {
            return access.read(query);
        }
    }

    private static Map<String, String> values(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw MillraceException.user("RETENTION", "--policy", file, "a file of key = value lines that can be read");
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
