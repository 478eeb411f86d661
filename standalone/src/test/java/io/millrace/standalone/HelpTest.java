package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command, however deep, explains itself. */
class HelpTest {
    @Test
    void everyCommandHasHelpThatBeginsWithItsOwnName() {
        List<List<String>> all = new ArrayList<>();
        collect(Millrace.commandLine(), List.of(), all);
        assertThat(all).hasSizeGreaterThan(40);
        assertThat(all).allSatisfy(words -> {
            StringWriter out = new StringWriter();
            List<String> arguments = new ArrayList<>(words);
            arguments.add("--help");
            int code = Millrace.commandLine().setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new));
            assertThat(code).as("%s", arguments).isZero();
            String name = String.join(" ", words);
            assertThat(out.toString()).startsWith(("Usage: millrace " + name).strip());
        });
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> into) {
        into.add(words);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(sub, longer, into);
        });
    }
}
