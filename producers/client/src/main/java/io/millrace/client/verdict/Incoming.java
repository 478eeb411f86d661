package io.millrace.client.verdict;

import io.millrace.avro.Decision;
import io.millrace.avro.Workspace;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Takes records of the two topics into the view and the workspaces' choices. Used by the reader's thread only. */
final class Incoming {
    private final String decisionsTopic;
    private final Deserializer<Decision> decisions;
    private final Deserializer<Workspace> workspaces;
    private final DecisionView view;
    private final WorkspaceChoices choices;
    private final FeedTally tally;
    private final Complaints complaints;
    private final AvroDecisions avro = new AvroDecisions();
    private final DecisionDraft draft = new DecisionDraft();

    Incoming(
            Topics topics,
            Deserializer<Decision> decisions,
            Deserializer<Workspace> workspaces,
            DecisionView view,
            WorkspaceChoices choices,
            FeedTally tally,
            Complaints complaints) {
        this.decisionsTopic = topics.decisions().name();
        this.decisions = decisions;
        this.workspaces = workspaces;
        this.view = view;
        this.choices = choices;
        this.tally = tally;
        this.complaints = complaints;
    }

    /** @throws RegistryException when the registry did not help: the record is to be taken again later */
    void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(decisionsTopic)) {
                takeDecision(record);
            } else {
                takeWorkspace(record);
            }
        } catch (RegistryException e) {
            throw e;
        } catch (RuntimeException e) {
            // One record that cannot be read, in whatever way it is broken, must not cost the gateway all the others.
            tally.leftOut.increment();
            String place = record.topic() + "-" + record.partition() + "@" + record.offset();
            complaints.about(Complaints.Kind.NOT_DECODED, place + " left out", e);
        }
    }

    /** Between batches. */
    void tidy() {
        view.tidy();
    }

    /** Everything is about to be read again. */
    void clear() {
        view.clear();
        choices.clear();
    }

    private void takeDecision(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            if (view.forget(Scope.parse(key(record)))) {
                tally.tombstones.increment();
            }
            return;
        }
        avro.fill(draft, decisions.deserialize(decisionsTopic, record.value()));
        (view.apply(draft) ? tally.applied : tally.outdated).increment();
    }

    private void takeWorkspace(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            choices.forget(key(record));
            return;
        }
        Workspace workspace = workspaces.deserialize(record.topic(), record.value());
        choices.choose(workspace.getWorkspaceId(), workspace.getFailOpen() ? OnStale.FAIL_OPEN : OnStale.FAIL_CLOSED);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
