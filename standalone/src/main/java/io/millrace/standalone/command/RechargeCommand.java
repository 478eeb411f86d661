package io.millrace.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Whether a card is charged by itself. */
@Command(name = "recharge", description = "Automatic top-ups of a workspace: show, pause, resume.")
final class RechargeCommand {
    @ParentCommand
    private CreditCommand credit = new CreditCommand();

    @Command(description = "Show whether it is paused, and why.")
    int show(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        credit.onCredits(credits -> {
            credits.standing(workspace);
            System.out.println(workspace + "  "
                    + credits.rechargePause(workspace)
                            .map(reason -> "paused: " + reason)
                            .orElse("not paused"));
        });
        return 0;
    }

    @Command(description = "Charge the card by itself no more, until it is resumed.")
    int pause(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        credit.onCredits(credits -> {
            credits.standing(workspace);
            System.out.println(
                    workspace + (credits.pauseRecharge(workspace) ? "  paused" : "  paused before, or not set up"));
        });
        return 0;
    }

    @Command(description = "End any pause; a balance below the threshold is charged for at once.")
    int resume(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        credit.onCredits(credits -> {
            credits.standing(workspace);
            boolean paused = credits.rechargePause(workspace).isPresent();
            credits.resumeRecharge(workspace);
            System.out.println(workspace + (paused ? "  resumed" : "  was not paused"));
        });
        return 0;
    }
}
