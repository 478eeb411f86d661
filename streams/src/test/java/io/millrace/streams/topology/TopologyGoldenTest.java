package io.millrace.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.StreamsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A renamed node or store is another changelog or another metric: what is renamed shows in review. */
class TopologyGoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "topology.txt");
    private static final String RENEW = "-Dmillrace.golden=renew";

    @Test
    void topologyIsTheOneInTheGoldenFile() throws IOException {
        String description = MeteringTopology.build(
                        Topics.of(1),
                        new AvroSerdes(new MemoryRegistry()),
                        StreamsSettings.of("none:1", "http://none", Path.of("target")))
                .describe()
                .toString();
        if ("renew".equals(System.getProperty("millrace.golden"))) {
            Files.writeString(GOLDEN, description);
        }
        assertThat(blocks(description))
                .as("if the change is meant, run this test with " + RENEW + " and commit topology.txt")
                .isEqualTo(blocks(Files.readString(GOLDEN)));
    }

    /** One block of lines per node; the order of nodes and of names within a line is Kafka's own affair. */
    private static Set<List<String>> blocks(String description) {
        return Arrays.stream(description.strip().split("\n(?= +(Source|Processor|Sink|Sub-topology):)"))
                .map(block -> block.lines()
                        .filter(line -> !line.isBlank())
                        .map(TopologyGoldenTest::sorted)
                        .toList())
                .collect(Collectors.toSet());
    }

    private static String sorted(String line) {
        return Arrays.stream(line.strip().split("[ ,\\[\\]()]+")).sorted().collect(Collectors.joining(" "));
    }
}
