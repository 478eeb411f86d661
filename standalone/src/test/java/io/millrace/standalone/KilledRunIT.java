package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed with SIGKILL at a random moment and started again on the same data ends with the same sums as one
 * that was left alone. The moments are drawn from a seed that is printed; card payments are compared with Stripe's list
 * by each audit, and not across runs, since how many small payments make up the same credit depends on timing, and with it
 * the alerts of a balance.
 */
class KilledRunIT {
    private static final int KILLS = 5;
    private static final int LOG_LINES = 60;
    private static final String RECORDS = "6000";
    private static final List<String> DEPEND_ON_TIMING =
            List.of("card payments", "transfers", "✓ drawdowns", "✓ alerts");

    @TempDir
    private Path directory;

    private String until = "";

    @Test
    void killedRunEndsWithTheSumsOfOneThatWasLeftAlone() throws IOException, InterruptedException {
        SystemClock clock = new SystemClock();
        until = Micros.toInstant(Micros.floor(clock.nowMicros(), Micros.PER_DAY))
                .toString();
        Path alone = directory.resolve("alone");
        long start = clock.nowMillis();
        List<String> expected = finish(alone);
        long lasted = clock.nowMillis() - start;
        long seed = Long.getLong("millrace.seed", clock.nowMillis());
        System.out.println("kill moments from -Dmillrace.seed=" + seed + "; left alone, a run takes " + lasted + " ms");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int kills = 0;
        for (int trial = 1; kills < KILLS; trial++) {
            // From when the servers are about to be up to the end, audit included.
            long moment = random.nextLong(lasted / 3, lasted);
            Path data = directory.resolve("killed-" + trial);
            boolean killed = start(data).killAfter(moment) && !over(data);
            System.out.println("trial " + trial + ": kill after " + moment + " ms" + (killed ? "" : ", too late"));
            if (killed) {
                kills++;
                assertThat(finish(data)).as("after a kill at %d ms", moment).isEqualTo(expected);
            }
        }
    }

    /** Runs to the end, and gives the sums of its audit. */
    private List<String> finish(Path data) throws IOException, InterruptedException {
        try (MillraceProcess demo = start(data)) {
            int code = demo.await();
            assertThat(code).as(() -> demo.output() + log(data)).isZero();
            List<String> sums = demo.output()
                    .lines()
                    .filter(line -> line.contains("✓"))
                    .filter(line -> DEPEND_ON_TIMING.stream().noneMatch(line::contains))
                    .toList();
            assertThat(sums).as(demo.output()).hasSizeGreaterThan(7);
            return sums;
        }
    }

    /** True when the run had ended and only the process had not: what follows is rightly a second run. */
    private static boolean over(Path data) throws IOException {
        Path journal = data.resolve("run.json");
        return Files.exists(journal) && Files.readString(journal).contains("\"done\":true");
    }

    /** The end of the log, for whoever must find out why a run did not finish. */
    private static String log(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("millrace.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    private MillraceProcess start(Path data) throws IOException {
        return MillraceProcess.start(
                data.resolveSibling(data.getFileName() + ".log"),
                "demo",
                "--records",
                RECORDS,
                "--seed",
                "7",
                "--until",
                until,
                "--data",
                data.toString());
    }
}
