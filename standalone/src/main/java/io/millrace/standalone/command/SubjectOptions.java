package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.sealing.Subject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whom a request is about, and who brought it. */
final class SubjectOptions {
    @Parameters(paramLabel = "WORKSPACE")
    private String workspace = "";

    @Option(names = "--user", paramLabel = "PSEUDONYM", description = "a user of it (default: the workspace itself)")
    private @Nullable String user;

    @Option(names = "--client-ip", paramLabel = "PSEUDONYM", description = "a client address in it")
    private @Nullable String clientIp;

    @Option(names = "--by", defaultValue = "command line", description = "who brought it (default: command line)")
    private String askedBy = "";

    @Option(names = "--days", defaultValue = "30", description = "by when, in days (default: 30)")
    private int days;

    Subject subject() {
        if (user != null && clientIp != null) {
            throw MillraceException.user("SUBJECT", "subject", "--user and --client-ip", "one of them");
        }
        if (user != null) {
            return Subject.user(workspace, user);
        }
        return clientIp != null ? Subject.clientIp(workspace, clientIp) : Subject.workspace(workspace);
    }

    String askedBy() {
        return askedBy;
    }

    /** 1 to 365. */
    int days() {
        if (days < 1 || days > 365) {
            throw MillraceException.user("DAYS", "--days", days, "1 to 365");
        }
        return days;
    }
}
