package io.millrace.standalone.command;

import io.millrace.embedded.EmbeddedException;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a failed command prints: one clear line, and exit code 2 where the user can mend it, else 1. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private Failures() {}

    /** The command line itself is wrong. */
    public static int parameter(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        line.getErr().println("millrace: " + failure.getMessage());
        line.getErr().println("try: " + line.getCommandSpec().qualifiedName() + " --help");
        return BAD_INPUT;
    }

    /** The command ran and failed. The whole story is in the log. */
    public static int execution(Exception failure, CommandLine line, ParseResult parsed) {
        LOG.error("{} failed", line.getCommandSpec().qualifiedName(), failure);
        Throwable cause = root(failure);
        line.getErr().println("millrace: " + cause.getMessage());
        return userCanMend(cause) ? BAD_INPUT : FAILED;
    }

    /** What failed inside a part that was started beside others. */
    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static boolean userCanMend(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof EmbeddedException
                || (failure instanceof MillraceException known && known.kind() == ErrorKind.USER);
    }
}
