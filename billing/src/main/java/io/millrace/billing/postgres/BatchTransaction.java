package io.millrace.billing.postgres;

import io.millrace.billing.ledger.BatchPosting;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Poison;
import io.millrace.billing.ledger.Posted;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.DrawdownBatch.Unreadable;
import io.millrace.billing.postgres.statement.UsageLineSql;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** One batch inside its transaction: the order of the steps is the order of the locks. */
final class BatchTransaction {
    private final DrawdownBatch batch;
    private final WatermarkSql watermark;
    private final CustomerSql customers;
    private final PostingSql posting;
    private final Handle handle;
    private int skipped;
    private int duplicates;
    private int poison;

    BatchTransaction(Handle handle, DrawdownBatch batch) {
        this.handle = handle;
        this.batch = batch;
        watermark = new WatermarkSql(handle, batch.topicId(), batch.partition());
        customers = new CustomerSql(handle);
        posting = new PostingSql(handle);
    }

    PostResult post() {
        long from = watermark.lock();
        if (batch.fromOffset() > from) {
            throw new MillraceException(
                    ErrorKind.INTERNAL,
                    "OFFSET_GAP",
                    Expected.message(
                            "partition " + batch.partition() + " offset", batch.fromOffset(), "<= watermark " + from));
        }
        if (batch.nextOffset() <= from) {
            return new PostResult(from, 0, batch.entries().size(), 0, 0);
        }
        long batchId = posting.nextBatchId();
        List<Drawdown> fresh = fresh(batchId, distinct(from));
        Posted posted = BatchPosting.post(accountsOf(fresh), fresh);
        deadLetter(posted.poison(), fresh);
        List<Drawdown> booked = fresh.stream()
                .filter(drawdown -> !posted.poison().containsKey(drawdown))
                .toList();
        posting.insertBatch(batchId, batch, from, booked);
        posting.insertTransfers(batchId, posted.transfers());
        UsageLineSql.add(handle, booked, posted.transfers());
        customers.update(posted.after());
        AutoTopUpSql.open(handle, ids(posted.after()));
        watermark.advance(batch.nextOffset());
        return new PostResult(batch.nextOffset(), booked.size(), skipped, duplicates, poison);
    }

    /** What is above the watermark, readable and not negative, each id once: the lowest offset of it. */
    private Map<UUID, Drawdown> distinct(long from) {
        Map<UUID, Drawdown> distinct = new LinkedHashMap<>();
        for (Entry entry : batch.entries()) {
            if (entry.offset() < from) {
                skipped++;
            } else if (entry instanceof Unreadable unreadable) {
                poison++;
                posting.deadLetter(batch, unreadable.offset(), Poison.UNREADABLE, unreadable.why(), unreadable.raw());
            } else {
                Drawdown drawdown = ((Received) entry).drawdown();
                if (distinct.putIfAbsent(drawdown.drawdownId(), drawdown) != null) {
                    duplicates++;
                }
            }
        }
        return distinct;
    }

    private List<Drawdown> fresh(long batchId, Map<UUID, Drawdown> distinct) {
        Set<UUID> unseen = posting.insertSeen(batchId, distinct.values());
        List<Drawdown> fresh = new ArrayList<>(unseen.size());
        for (Drawdown drawdown : distinct.values()) {
            if (unseen.contains(drawdown.drawdownId())) {
                fresh.add(drawdown);
            } else {
                duplicates++;
            }
        }
        return fresh;
    }

    private List<CustomerAccounts> accountsOf(List<Drawdown> drawdowns) {
        Set<String> ids = new TreeSet<>();
        drawdowns.forEach(drawdown -> ids.add(drawdown.workspaceId()));
        List<String> sorted = List.copyOf(ids);
        customers.openMissing(sorted);
        return customers.lock(sorted);
    }

    /** Poison was not posted: its id is forgotten again, and a corrected drawdown may come under it. */
    private void deadLetter(Map<Drawdown, Poison> reasons, List<Drawdown> fresh) {
        if (reasons.isEmpty()) {
            return;
        }
        Map<UUID, Long> offsets = new HashMap<>();
        for (Entry entry : batch.entries()) {
            if (entry instanceof Received received) {
                offsets.putIfAbsent(received.drawdown().drawdownId(), received.offset());
            }
        }
        for (Drawdown drawdown : fresh) {
            Poison reason = reasons.get(drawdown);
            if (reason != null) {
                poison++;
                posting.forget(drawdown.drawdownId());
                long offset = offsets.getOrDefault(drawdown.drawdownId(), batch.fromOffset());
                posting.deadLetter(batch, offset, reason, drawdown.toString(), null);
            }
        }
    }

    private static List<String> ids(List<CustomerAccounts> accounts) {
        return accounts.stream().map(CustomerAccounts::customerId).toList();
    }
}
