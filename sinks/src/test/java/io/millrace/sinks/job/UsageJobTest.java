package io.millrace.sinks.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.SaslMechanism;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.config.SecurityProtocol;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.signal.SignalPath;
import io.millrace.sinks.signal.SignalSink;
import io.millrace.sinks.signal.SignalSource;
import io.millrace.sinks.signal.SignalTopics;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class UsageJobTest {
    @Test
    void everyOperatorHasItsOwnIdAndNoneIsMadeUp() {
        assertThat(graph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Step.values()).map(Step::id).toList());
    }

    @Test
    void eachPathIsOneChainWithAnExplicitMaximumOfParallelism() {
        var vertices = graph().getJobGraph().getVerticesAsArray();
        assertThat(vertices).hasSize(2);
        assertThat(vertices).allMatch(vertex -> vertex.getMaxParallelism() == UsageJob.MAX_PARALLELISM);
    }

    @Test
    void planAndNamesShowNoSecret() {
        StreamGraph graph = graph(
                new KafkaAccess(
                        "127.0.0.1:1",
                        SecurityProtocol.SASL_SSL,
                        SaslMechanism.SCRAM_SHA_512,
                        "sinks",
                        new Secret("broker-word"),
                        null,
                        null),
                new RegistryAccess("https://127.0.0.1:1", null, null, new Secret("sinks:registry-word")),
                new Secret("database-word"));

        assertThat(graph.getStreamingPlanAsJSON()).contains("rated").doesNotContain("-word");
        assertThat(graph.getJobGraph().getVerticesAsArray())
                .allSatisfy(vertex -> assertThat(
                                vertex.getName() + vertex.getOperatorDescription() + vertex.getConfiguration())
                        .doesNotContain("-word"));
    }

    private static StreamGraph graph() {
        return graph(KafkaAccess.plaintext("127.0.0.1:1"), RegistryAccess.at("http://127.0.0.1:1"), new Secret(""));
    }

    private static StreamGraph graph(KafkaAccess kafka, RegistryAccess registry, Secret password) {
        Configuration strict = new Configuration();
        strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(strict);
        Database database = new Database("jdbc:postgresql://127.0.0.1/none", "nobody", password);
        UsageJob.define(
                env,
                RatedSource.of(kafka, "rated"),
                new UsageSink(registry, database, 10, Duration.ofMillis(100), 1_000));
        SignalTopics signals = new SignalTopics("decisions", "alerts", "rejected");
        SignalPath.define(
                env,
                SignalSource.of(kafka, signals),
                new SignalSink(registry, signals, database, 10, Duration.ofMillis(100)));
        return env.getStreamGraph();
    }
}
