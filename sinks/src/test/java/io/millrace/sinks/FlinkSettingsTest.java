package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** What the settings of the job refuse, in whatever cluster. */
class FlinkSettingsTest {
    private final StreamExecutionEnvironment env =
            new StreamExecutionEnvironment(FlinkSettings.ofJob(Duration.ofSeconds(2)));

    @Test
    void graphWithIdsAndKnownTypesIsTaken() {
        DataStream<String> words = env.fromData(Types.STRING, "a").uid("words");
        words.sinkTo(new DiscardingSink<>()).uid("sink");
        assertThat(env.getStreamGraph().getJobGraph().getVerticesAsArray()).isNotEmpty();
    }

    @Test
    void operatorWithoutAnIdFailsTheGraph() {
        DataStream<String> words = env.fromData(Types.STRING, "a").uid("words");
        words.map(String::length)
                .returns(Types.INT)
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        assertThatThrownBy(() -> env.getStreamGraph().getJobGraph())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Auto generated UIDs");
    }

    @Test
    void typeThatOnlyKryoKnowsFailsTheGraph() {
        DataStream<String> words = env.fromData(Types.STRING, "a").uid("words");
        words.map(StringBuilder::new)
                .returns(Types.GENERIC(StringBuilder.class))
                .uid("map")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        assertThatThrownBy(env::getStreamGraph)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Generic types");
    }
}
