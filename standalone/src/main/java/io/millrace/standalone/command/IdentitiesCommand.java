package io.millrace.standalone.command;

import io.millrace.standalone.identity.Identities;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Draws the secrets of a composition. */
@Command(
        name = "identities",
        description = "Draw the passwords and certificates of a composition, into a directory for each service; what is there stays.")
public final class IdentitiesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "directory that exists; all files go to its owner")
    private Path directory = Path.of("deploy", "secrets");

    @Override
    public Integer call() {
        int drawn = new Identities(directory).write();
        System.out.printf("secrets   %d drawn, in %s%n", drawn, directory);
        return 0;
    }
}
