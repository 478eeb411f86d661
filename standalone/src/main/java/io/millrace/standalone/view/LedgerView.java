package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.billing.postgres.LedgerProof;
import java.util.Locale;

/** Prints whether the ledger's chain holds. */
public final class LedgerView {
    private LedgerView() {}

    public static String text(LedgerProof proof) {
        if (proof.broken() != null) {
            return String.format("ledger%n  ✗ %s%n", proof.broken());
        }
        String archived = proof.archived() == 0
                ? ""
                : String.format(
                        Locale.ROOT, "; %,d entries are archived, only their links were seen", proof.archived());
        return String.format(
                Locale.ROOT,
                "ledger%n  ✓ %,d batches and %,d other entries with %,d transfers are as they were booked%s%n  head %s%n",
                proof.batches(),
                proof.bookings(),
                proof.transfers(),
                archived,
                proof.head());
    }

    public static String json(LedgerProof proof) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("holds", proof.holds())
                .put("batches", proof.batches())
                .put("bookings", proof.bookings())
                .put("transfers", proof.transfers())
                .put("archived", proof.archived())
                .put("head", proof.head());
        if (proof.broken() != null) {
            root.put("broken", proof.broken());
        }
        return root.toPrettyString() + System.lineSeparator();
    }
}
