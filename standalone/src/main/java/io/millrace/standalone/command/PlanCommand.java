package io.millrace.standalone.command;

import io.millrace.billing.app.Plans;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.subscription.Fetched;
import io.millrace.billing.subscription.Mirrored;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import io.millrace.standalone.stack.BillingAccess;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plans of workspaces. */
@Command(name = "plan", description = "Plans of workspaces: put, list, assign, leave, show.")
public final class PlanCommand {
    @Mixin
    private SystemOption system = new SystemOption();

    @Command(description = "Make a plan, or replace all of one; it holds at once for all that are on it.")
    int put(
            @Parameters(paramLabel = "ID", description = "such as pro") String id,
            @Option(names = "--name", description = "for people (default: the id)") @Nullable String name,
            @Option(
                            names = "--fee",
                            defaultValue = "0",
                            description = "US dollars a month, as the subscription at Stripe asks (default: 0)")
                    String fee,
            @Option(names = "--included", defaultValue = "0", description = "US dollars of usage in each month")
                    String included,
            @Option(names = "--markup", defaultValue = "0", description = "percent on the cost, such as 20 or -5.5")
                    BigDecimal markup,
            @Option(names = "--own-key", defaultValue = "0", description = "percent of the cost, under an own key")
                    BigDecimal ownKey,
            @Option(names = "--retention", defaultValue = "standard", description = "class (default: standard)")
                    String retention,
            @Option(names = "--limit", description = PlanLimitText.RULE) @Nullable List<String> limits) {
        Plan plan = new Plan(
                id,
                name == null ? id : name,
                cents(fee),
                Money.parseUsd(included),
                Workspace.PPM + ppm("--markup", markup),
                ppm("--own-key", ownKey),
                retention,
                Objects.requireNonNullElse(limits, List.<String>of()).stream()
                        .map(PlanLimitText::parse)
                        .toList());
        onPlans(plans -> System.out.println((plans.put(plan) ? "plan written: " : "plan as it was: ") + line(plan)));
        return 0;
    }

    private static long cents(String fee) {
        Money money = Money.parseUsd(fee);
        if (money.nanoUsd() % Money.NANO_PER_CENT != 0) {
            throw MillraceException.user("FEE", "--fee", fee, "whole cents");
        }
        return money.floorCents();
    }

    private static long ppm(String option, BigDecimal percent) {
        try {
            return percent.movePointRight(4).longValueExact();
        } catch (ArithmeticException e) {
            throw MillraceException.user("PERCENT", option, percent, "percent with at most 4 decimals");
        }
    }

    @Command(description = "List all plans.")
    int list() {
        onPlans(plans -> plans.list().forEach(plan -> System.out.println(line(plan))));
        return 0;
    }

    private static String line(Plan plan) {
        StringBuilder text =
                new StringBuilder("%s  %s  fee %s  included %s  charge %d ppm of cost, own key %d  retention %s"
                        .formatted(
                                plan.id(),
                                plan.name(),
                                Money.ofCents(plan.feeCents()),
                                plan.included(),
                                plan.markupPpm(),
                                plan.ownKeyMarkupPpm(),
                                plan.retentionClass()));
        plan.limits()
                .forEach(limit ->
                        text.append(System.lineSeparator()).append("  limit ").append(PlanLimitText.text(limit)));
        return text.toString();
    }

    @Command(description = "Put a workspace on a plan. From then on billing describes the workspace to the metering.")
    int assign(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "PLAN") String plan,
            @Option(names = "--zone", description = "IANA zone of its months (default: as it is, else UTC)") @Nullable
                    String zone,
            @Option(names = "--fail-closed", description = "gateways refuse calls where their view is stale")
                    boolean failClosed) {
        change(workspace, plan, zone, !failClosed);
        return 0;
    }

    @Command(
            description =
                    "Take a workspace off its plan: its limits end, what was included lives on until its month ends.")
    int leave(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        change(workspace, null, null, null);
        return 0;
    }

    private void change(String workspace, @Nullable String plan, @Nullable String zone, @Nullable Boolean failOpen) {
        onPlans(plans -> {
            WorkspacePlan before =
                    plans.of(workspace).orElse(new WorkspacePlan(workspace, null, ZoneId.of("UTC"), true));
            boolean changed = plans.assign(new WorkspacePlan(
                    workspace,
                    plan,
                    zone == null ? before.zone() : zone(zone),
                    failOpen == null ? before.failOpen() : failOpen));
            System.out.printf(
                    "%s %s %s%n",
                    workspace, changed ? "is now on" : "was already on", plan == null ? "no plan" : "plan " + plan);
        });
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw MillraceException.user("ZONE", "--zone", id, "an IANA zone such as Europe/Berlin");
        }
    }

    @Command(description = "Show the plan of a workspace and how its subscription stands.")
    int show(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        onPlans(plans -> {
            System.out.println(
                    plans.of(workspace).map(PlanCommand::line).orElse(workspace + "  no plan was ever assigned"));
            plans.subscription(workspace).ifPresent(mirrored -> System.out.println(line(mirrored)));
        });
        return 0;
    }

    private static String line(WorkspacePlan workspace) {
        return "%s  plan %s  months of %s  where a gateway's view is stale: %s"
                .formatted(
                        workspace.workspaceId(),
                        Objects.requireNonNullElse(workspace.planId(), "none"),
                        workspace.zone(),
                        workspace.failOpen() ? "open" : "closed");
    }

    private static String line(Mirrored mirrored) {
        Fetched fetched = mirrored.fetched();
        Long end = fetched.periodEndSeconds();
        return "  subscription %s  %s  paid until %s  card %s  country %s  standing %s  as of %s"
                .formatted(
                        Objects.requireNonNullElse(fetched.subscriptionId(), "none"),
                        fetched.status(),
                        end == null ? "never" : Micros.toInstant(end * Micros.PER_SECOND),
                        Objects.requireNonNullElse(fetched.cardLast4(), "none"),
                        Objects.requireNonNullElse(fetched.billingCountry(), "unknown"),
                        mirrored.standing(),
                        Micros.toInstant(mirrored.syncedAtMicros()));
    }

    /** What changed is brought to Kafka before it ends. */
    private void onPlans(Consumer<Plans> work) {
        try (Session session = Session.open(system);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            work.accept(billing.plans());
            billing.publishCredits();
        }
    }
}
