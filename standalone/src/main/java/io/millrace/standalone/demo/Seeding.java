package io.millrace.standalone.demo;

import io.millrace.billing.app.Credits;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.prices.PriceFiles;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.workload.CreditPlan;
import io.millrace.standalone.workload.WorkloadPlan;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What must be there before the first call: prices, workspaces, policies. Writing it again changes nothing. */
public final class Seeding {
    private static final int RECHARGES_A_DAY_MAX = 1_000;

    private Seeding() {}

    /** The in-tree price book, unless there are prices already. */
    public static List<Price> prices(Endpoints endpoints, Topics topics) {
        List<Price> inTree = PriceFiles.inTree();
        AtomicLong known = new AtomicLong();
        new Records(endpoints).forEach(topics.prices(), (record, value) -> known.incrementAndGet());
        if (known.get() == 0) {
            try (Publishing publishing = new Publishing(endpoints, topics)) {
                publishing.prices(inTree);
            }
        }
        return inTree;
    }

    /** Workspaces and policies. */
    public static void plan(Endpoints endpoints, Topics topics, WorkloadPlan plan) {
        try (Publishing publishing = new Publishing(endpoints, topics)) {
            publishing.workspaces(plan.workspaces());
            publishing.policies(plan.policies());
        }
    }

    /** Accounts and their first credit, booked once for each run. */
    public static void credits(Credits ledger, WorkloadPlan plan, int run) {
        for (CreditPlan credit : plan.credits()) {
            ledger.openAccount(new AccountTerms(
                    credit.workspaceId(),
                    BillingMode.PREPAID,
                    new AutoRecharge(credit.rechargeThreshold(), credit.rechargeAmountCents(), RECHARGES_A_DAY_MAX),
                    credit.paymentMethod()));
            ledger.grant(credit.workspaceId(), credit.initialGrant(), true, "demo-run-" + run);
        }
    }
}
