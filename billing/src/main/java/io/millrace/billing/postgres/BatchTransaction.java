package io.millrace.billing.postgres;

import io.millrace.billing.ledger.BatchPosting;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Poison;
import io.millrace.billing.ledger.Posted;
import io.millrace.billing.postgres.CustomerSql.Locked;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.DrawdownBatch.Unreadable;
import io.millrace.billing.postgres.PostingSql.DeadLetter;
import io.millrace.billing.postgres.WatermarkSql.Held;
import io.millrace.billing.postgres.postpaid.PostpaidSql;
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
    private final KnownWatermarks known;
    private final WatermarkSql watermark;
    private final CustomerSql customers;
    private final SeenSql seen;
    private final PostingSql posting;
    private final Handle handle;
    private final List<DeadLetter> dead = new ArrayList<>();
    private int skipped;
    private int duplicates;

    BatchTransaction(Handle handle, DrawdownBatch batch, KnownWatermarks known) {
        this.handle = handle;
        this.batch = batch;
        this.known = known;
        watermark = new WatermarkSql(handle, batch.topicId(), batch.partition());
        customers = new CustomerSql(handle);
        seen = new SeenSql(handle);
        posting = new PostingSql(handle);
    }

    /** @param bookedAtMicros when the transaction held the watermark, by the database's clock */
    record Done(PostResult result, long bookedAtMicros) {}

    Done post() {
        Held held = watermark.lock();
        long from = held.nextOffset();
        known.saw(batch.topicId(), batch.partition(), from);
        if (batch.fromOffset() > from) {
            throw new MillraceException(
                    ErrorKind.INTERNAL,
                    "OFFSET_GAP",
                    Expected.message(
                            "partition " + batch.partition() + " offset", batch.fromOffset(), "<= watermark " + from));
        }
        if (batch.nextOffset() <= from) {
            return new Done(new PostResult(from, 0, batch.entries().size(), 0, 0), held.bookedAtMicros());
        }
        int booked = book(held);
        watermark.advance(batch.nextOffset());
        return new Done(
                new PostResult(batch.nextOffset(), booked, skipped, duplicates, dead.size()), held.bookedAtMicros());
    }

    private int book(Held held) {
        Map<UUID, Received> distinct = distinct(held.nextOffset());
        List<Drawdown> received =
                distinct.values().stream().map(Received::drawdown).toList();
        Map<String, Locked> locked = lock(received);
        List<Drawdown> fresh = seen.fresh(received, locked);
        duplicates += received.size() - fresh.size();
        Held entry = held.at(posting.nowMicros());
        Posted posted = BatchPosting.post(accountsOf(fresh, locked), fresh);
        posted.poison().forEach((drawdown, reason) -> deadLetter(distinct, drawdown, reason));
        List<Drawdown> booked = fresh.stream()
                .filter(drawdown -> !posted.poison().containsKey(drawdown))
                .toList();
        seen.insert(entry.entryId(), booked, locked);
        posting.insertBatch(entry, batch, booked, posted.transfers(), dead);
        UsageLineSql.add(handle, booked, posted.transfers());
        customers.update(posted.after(), lastSequences(booked));
        List<String> moved =
                posted.after().stream().map(CustomerAccounts::customerId).toList();
        AutoTopUpSql.open(handle, moved);
        PostpaidSql.openReached(handle, moved);
        return booked.size();
    }

    /** What is above the watermark and readable, each id once: the lowest offset of it. */
    private Map<UUID, Received> distinct(long from) {
        Map<UUID, Received> distinct = new LinkedHashMap<>();
        for (Entry entry : batch.entries()) {
            if (entry.offset() < from) {
                skipped++;
            } else if (entry instanceof Unreadable unreadable) {
                dead.add(new DeadLetter(unreadable.offset(), Poison.UNREADABLE, unreadable.why(), unreadable.raw()));
            } else if (entry instanceof Received received
                    && distinct.putIfAbsent(received.drawdown().drawdownId(), received) != null) {
                duplicates++;
            }
        }
        return distinct;
    }

    private Map<String, Locked> lock(List<Drawdown> drawdowns) {
        Set<String> ids = new TreeSet<>();
        drawdowns.forEach(drawdown -> ids.add(drawdown.workspaceId()));
        return customers.lockOrOpen(List.copyOf(ids));
    }

    private static List<CustomerAccounts> accountsOf(List<Drawdown> fresh, Map<String, Locked> locked) {
        Map<String, CustomerAccounts> accounts = new LinkedHashMap<>();
        for (Drawdown drawdown : fresh) {
            Locked customer = locked.get(drawdown.workspaceId());
            if (customer != null) {
                accounts.putIfAbsent(drawdown.workspaceId(), customer.accounts());
            }
        }
        return List.copyOf(accounts.values());
    }

    /** Its id stays unknown: a corrected drawdown may come under it. */
    private void deadLetter(Map<UUID, Received> distinct, Drawdown drawdown, Poison reason) {
        Received received = distinct.get(drawdown.drawdownId());
        long offset = received == null ? batch.fromOffset() : received.offset();
        dead.add(new DeadLetter(offset, reason, drawdown.toString(), null));
    }

    private static Map<String, Long> lastSequences(List<Drawdown> booked) {
        Map<String, Long> last = new HashMap<>();
        booked.forEach(drawdown -> last.merge(drawdown.workspaceId(), drawdown.sequence(), Math::max));
        return last;
    }
}
