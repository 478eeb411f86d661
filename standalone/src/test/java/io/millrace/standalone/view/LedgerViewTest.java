package io.millrace.standalone.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.postgres.LedgerProof;
import org.junit.jupiter.api.Test;

final class LedgerViewTest {
    @Test
    void aChainThatHoldsIsPrintedWithItsHead() {
        assertThat(LedgerView.text(new LedgerProof(1_200, 3, 5_000, 0, "ab", null)))
                .isEqualToNormalizingNewlines("""
                        ledger
                          ✓ 1,200 batches and 3 other entries with 5,000 transfers are as they were booked
                          head ab
                        """);
        assertThat(LedgerView.text(new LedgerProof(1, 1, 1, 7, "ab", null)))
                .contains("booked; 7 entries are archived, only their links were seen\n");
    }

    @Test
    void theFirstBrokenEntryIsNamed() {
        LedgerProof proof = new LedgerProof(1, 0, 1, 0, "ab", "batch 2: x (expected: y)");
        assertThat(LedgerView.text(proof)).isEqualToNormalizingNewlines("ledger\n  ✗ batch 2: x (expected: y)\n");
        assertThat(LedgerView.json(proof)).contains("\"holds\" : false").contains("\"broken\" : \"batch 2: x");
    }
}
