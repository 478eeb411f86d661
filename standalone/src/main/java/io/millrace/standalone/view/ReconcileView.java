package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.billing.reconcile.Difference;
import io.millrace.billing.reconcile.Run;
import java.time.Instant;
import java.util.List;

/** Prints a reconciliation: each difference by name. */
public final class ReconcileView {
    private ReconcileView() {}

    public static String table(Run run, List<Difference> differences) {
        StringBuilder text = new StringBuilder(String.format(
                "reconciliation %d  %s to %s%n  %d objects at Stripe compared, %d fees booked%n",
                run.id(),
                Instant.ofEpochSecond(run.span().fromSeconds()),
                Instant.ofEpochSecond(run.span().toSeconds()),
                run.listed(),
                run.feesBooked()));
        differences.forEach(difference -> text.append(String.format("  ✗ %s%n", difference.text())));
        if (differences.size() < run.differenceCount()) {
            text.append(String.format("  … %d more%n", run.differenceCount() - differences.size()));
        }
        text.append(String.format("  %s%n", words(run)));
        return text.toString();
    }

    private static String words(Run run) {
        return switch (run.state()) {
            case RUNNING -> "not over: the next run of this span goes on with it";
            case MATCHED -> "the ledger and Stripe agree";
            case DIFFERENT -> run.differenceCount() + (run.differenceCount() == 1 ? " difference" : " differences");
        };
    }

    public static String json(Run run, List<Difference> differences) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("id", run.id())
                .put("from", Instant.ofEpochSecond(run.span().fromSeconds()).toString())
                .put("to", Instant.ofEpochSecond(run.span().toSeconds()).toString())
                .put("state", run.state().name())
                .put("objects", run.listed())
                .put("fees_booked", run.feesBooked())
                .put("difference_count", run.differenceCount());
        ArrayNode list = root.putArray("differences");
        for (Difference difference : differences) {
            list.addObject()
                    .put("kind", difference.kind().name())
                    .put("difference", difference.difference().name())
                    .put("id", difference.id())
                    .put("ledger", difference.here())
                    .put("stripe", difference.there())
                    .put("repaired", difference.repaired());
        }
        return root.toPrettyString() + System.lineSeparator();
    }
}
