package io.millrace.schemas.mapping;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.money.Money;

/** Workspaces, drawdowns, credits and notices, and their Avro classes. */
public final class BillingMapping {
    private static final EnumPair<io.millrace.avro.WorkspaceStatus, WorkspaceStatus> STATUSES =
            new EnumPair<>("workspace.status", io.millrace.avro.WorkspaceStatus.class, WorkspaceStatus.class);
    private static final EnumPair<io.millrace.avro.BillingMode, BillingMode> MODES =
            new EnumPair<>("workspace.billing_mode", io.millrace.avro.BillingMode.class, BillingMode.class);
    private static final EnumPair<io.millrace.avro.CreditKind, CreditKind> KINDS =
            new EnumPair<>("credit.kind", io.millrace.avro.CreditKind.class, CreditKind.class);
    private static final EnumPair<io.millrace.avro.NoticeKind, NoticeKind> NOTICES =
            new EnumPair<>("notice.kind", io.millrace.avro.NoticeKind.class, NoticeKind.class);

    private BillingMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Workspace fromAvro(io.millrace.avro.Workspace workspace) {
        return new Workspace(
                workspace.getWorkspaceId(),
                workspace.getPlan(),
                BudgetMapping.zone("workspace " + workspace.getWorkspaceId() + " zone", workspace.getZone()),
                STATUSES.fromAvro(workspace.getStatus()),
                MODES.fromAvro(workspace.getBillingMode()),
                workspace.getMarkupPpm(),
                workspace.getOwnKeyMarkupPpm(),
                new Money(workspace.getOverdraftLimitNanoUsd()),
                workspace.getFailOpen(),
                workspace.getRetentionClass());
    }

    public static io.millrace.avro.Workspace toAvro(Workspace workspace) {
        return new io.millrace.avro.Workspace(
                workspace.workspaceId(),
                workspace.plan(),
                workspace.zone().getId(),
                STATUSES.toAvro(workspace.status()),
                MODES.toAvro(workspace.billingMode()),
                workspace.markupPpm(),
                workspace.ownKeyMarkupPpm(),
                workspace.overdraftLimit().nanoUsd(),
                workspace.failOpen(),
                workspace.retentionClass());
    }

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Drawdown fromAvro(io.millrace.avro.Drawdown drawdown) {
        return new Drawdown(
                Uuids.parse("drawdown.drawdown_id", drawdown.getDrawdownId(), "a UUID of 36 characters"),
                drawdown.getWorkspaceId(),
                drawdown.getSequence(),
                new Money(drawdown.getChargeNanoUsd()),
                new Money(drawdown.getCostNanoUsd()),
                drawdown.getRecordCount(),
                drawdown.getFirstOccurredAtMicros(),
                drawdown.getLastOccurredAtMicros(),
                BudgetMapping.zone("drawdown.zone", drawdown.getZone()),
                drawdown.getLines().stream().map(BillingMapping::fromAvro).toList());
    }

    private static DrawdownLine fromAvro(io.millrace.avro.DrawdownLine line) {
        return new DrawdownLine(
                line.getProvider(),
                line.getModel(),
                line.getFeature(),
                new Money(line.getChargeNanoUsd()),
                new Money(line.getCostNanoUsd()),
                line.getRecordCount());
    }

    public static io.millrace.avro.Drawdown toAvro(Drawdown drawdown) {
        return new io.millrace.avro.Drawdown(
                drawdown.drawdownId().toString(),
                drawdown.workspaceId(),
                drawdown.sequence(),
                drawdown.charge().nanoUsd(),
                drawdown.cost().nanoUsd(),
                drawdown.recordCount(),
                drawdown.firstOccurredAtMicros(),
                drawdown.lastOccurredAtMicros(),
                drawdown.zone().getId(),
                drawdown.lines().stream().map(BillingMapping::toAvro).toList());
    }

    private static io.millrace.avro.DrawdownLine toAvro(DrawdownLine line) {
        return new io.millrace.avro.DrawdownLine(
                line.provider(),
                line.model(),
                line.feature(),
                line.charge().nanoUsd(),
                line.cost().nanoUsd(),
                line.recordCount());
    }

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static CreditEntry fromAvro(io.millrace.avro.CreditEntry entry) {
        return new CreditEntry(
                entry.getCreditId(),
                entry.getWorkspaceId(),
                KINDS.fromAvro(entry.getKind()),
                new Money(entry.getAmountNanoUsd()),
                entry.getGrantId(),
                entry.getSource(),
                entry.getOccurredAtMicros());
    }

    public static io.millrace.avro.CreditEntry toAvro(CreditEntry entry) {
        return new io.millrace.avro.CreditEntry(
                entry.creditId(),
                entry.workspaceId(),
                KINDS.toAvro(entry.kind()),
                entry.amount().nanoUsd(),
                entry.grantId(),
                entry.source(),
                entry.occurredAtMicros());
    }

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Notice fromAvro(io.millrace.avro.Notice notice) {
        return new Notice(
                notice.getNoticeId(),
                notice.getWorkspaceId(),
                NOTICES.fromAvro(notice.getKind()),
                notice.getSubjectId(),
                notice.getState(),
                notice.getAmountCents(),
                notice.getCode(),
                notice.getLink(),
                notice.getOccurredAtMicros());
    }

    public static io.millrace.avro.Notice toAvro(Notice notice) {
        return new io.millrace.avro.Notice(
                notice.noticeId(),
                notice.workspaceId(),
                NOTICES.toAvro(notice.kind()),
                notice.subjectId(),
                notice.state(),
                notice.amountCents(),
                notice.code(),
                notice.link(),
                notice.occurredAtMicros());
    }
}
